"""Make the company of Odoo's accounting tests once, as their classes do it each."""


def main(env):
    """Create ``company_1_data`` with its chart of accounts, and keep it."""
    from odoo.addons.account.tests.common import AccountTestInvoicingCommon

    class Company(AccountTestInvoicingCommon):
        """The class that creates companies, without a test."""

    Company.env = env(context=env.context | Company.default_env_context())
    Company.setup_independent_company()

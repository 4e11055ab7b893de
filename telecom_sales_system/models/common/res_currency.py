from odoo import models


class ResCurrency(models.Model):
    """Currency with the words that follow an amount on papers."""

    _inherit = "res.currency"

    def _get_amount_unit(self):
        """Return the word after an amount, such as yuan, in the user's language.

        :return: the code of a currency that has no word here
        """
        self.ensure_one()
        words = {
            "CNY": self.env._("yuan"),
            "EUR": self.env._("euros"),
            "HKD": self.env._("Hong Kong dollars"),
            "JPY": self.env._("yen"),
            "MOP": self.env._("Macau patacas"),
            "USD": self.env._("US dollars"),
        }
        return words.get(self.name, self.name)

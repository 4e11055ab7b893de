from odoo.tests import HttpCase


class TourCase(HttpCase):
    """A person of the organisation at a browser; nobody else speaks up there."""

    def _tour(self, user, name, path="/odoo"):
        """Let a user take a tour, with time enough for a busy machine."""
        user.write({"password": user.login, "odoobot_state": "disabled"})
        self.start_tour(path, name, login=user.login, timeout=600)

from functools import wraps

# Buttons send it; without it a program acts at once. It gives no right.
ASKS = "telecom_asks"


def ask_first(describe, needs_reason=False):
    """Return a decorator of an action that buttons let the user confirm first.

    The button sends ``telecom_asks`` in its context. The dialog shows what is going to
    happen, in figures.

    :param describe: the name of the model's method that returns that text
    :param needs_reason: somebody is hurt by the act, so that the user has to say why;
        the reason is kept in the log of the records
    """

    def decorate(action):
        @wraps(action)
        def ask_or_act(self):
            if self.env.context.get(ASKS):
                return self.env["telecom.confirmation"]._open_dialog(
                    self, action.__name__
                )
            return action(self)

        ask_or_act.asks_first = {"describe": describe, "needs_reason": needs_reason}
        return ask_or_act

    return decorate

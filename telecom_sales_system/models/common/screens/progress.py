"""How far an act has come that takes seconds, told to the screen of who waits."""

from odoo.http import request

NOTICE = "telecom_progress"


def announce_progress(env, title, steps):
    """Yield the steps, each told to the user's screen before it is taken.

    The notices leave at once, by a cursor of their own, since those of the transaction
    leave at its end. Jobs and programs, which nobody waits for, tell nothing.

    :param title: what is being done
    :param steps: ``[(label, step)]``
    :return: generator of the steps
    """
    for number, (label, step) in enumerate(steps, 1):
        _send_notice(
            env, {"title": title, "label": label, "number": number, "of": len(steps)}
        )
        yield step
    _send_notice(env, {"title": title, "is_done": True})


def _send_notice(env, notice):
    if not request:
        return
    with env.registry.cursor() as cr:
        user = env(cr=cr)["res.users"].browse(env.uid)
        user._bus_send(NOTICE, notice)

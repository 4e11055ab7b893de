"""Messages for a disk that takes no more files, and for files that are gone from it."""

import errno
import logging
from contextlib import contextmanager

from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class MissingFile(UserError):
    """File of a record that is not, or not whole, where the server keeps its files."""

    http_status = 404


@contextmanager
def explain_store_errors(env, *others):
    """Replace errors of the server's disk by a message for the user.

    :param others: further exceptions that have such an error as their only argument
    :raises UserError: the disk is full or cannot be written
    """
    try:
        yield
    except (OSError, *others) as error:
        _logger.warning("A file could not be written", exc_info=True)
        raise UserError(_get_store_error_text(env, error)) from error


def _get_store_error_text(env, error):
    cause = error if isinstance(error, OSError) else error.args[0]
    if getattr(cause, "errno", None) in FULL:
        return env._(
            "The disk of the server is full: the file was not written, and nothing was"
            " changed. Ask the administrator to make space, then try again."
        )
    return env._(
        "The server cannot write the file, and nothing was changed. Ask the"
        " administrator to check its disk (%s), then try again.",
        getattr(cause, "strerror", None) or cause,
    )

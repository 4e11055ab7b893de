"""Calls of the matrix: over HTTP, and in the process; each is undone at once."""

import json
from contextlib import contextmanager

from psycopg2 import Error as PsycopgError

from odoo.exceptions import AccessError, MissingError
from odoo.service.model import call_kw
from odoo.sql_db import Savepoint

from ...rpc import RpcCase

ALLOWED, CHECKED, REFUSED = "allowed", "checked", "refused"
READING = {"read", "search", "formatted_read_group", "export_data", "search_count"}
# The right to the model that a method asks for first
RIGHTS = {
    "onchange": "write",
    "create": "create",
    "copy": "create",
    "write": "write",
    "unlink": "unlink",
}
NO_RIGHT = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.AccessDenied",
    "odoo.http.SessionExpiredException",
    "werkzeug.exceptions.Forbidden",
}


class Doors(RpcCase):
    """An answer is ``(outcome, result)``: allowed, refused, or refused by a check."""

    @contextmanager
    def _undone(self):
        """Undo in the database and the cache whatever happens inside."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)

    def _sign_in(self, user):
        self.authenticate(user.login, self._password(user))

    def _undo(self, savepoint, is_cache_clean):
        """Undo what a call did; a cache that it left clean stays, as it saves time."""
        if not is_cache_clean:
            self.env.cr.clear()
        savepoint.close(rollback=True)

    # pylint: disable-next=super-method-mismatch
    def _call_over_http(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        self.env.flush_all()
        savepoint = Savepoint(self.env.cr)
        path = f"/web/dataset/call_kw/{model}/{method}"
        answer = json.loads(self._post_quickly(path, params))
        error = answer.get("error")
        # What was refused the request itself has undone.
        self._undo(savepoint, error or method in READING)
        if error:
            no_right = error["data"]["name"] in NO_RIGHT
            return (REFUSED if no_right else CHECKED), error["data"]["message"]
        return ALLOWED, answer.get("result")

    def _call_in_process(self, user, model, method, *args, after=None, **kwargs):
        """Call a method the way the web client's door does.

        :param after: called with the environment and the result before all is undone
        """
        args = json.loads(json.dumps(args))
        env = self.env(user=user, su=False, context={"lang": "en_US"})
        right = RIGHTS.get(method, "read")
        is_cache_clean = method in READING or not env[model].has_access(right)
        self.env.flush_all()
        savepoint = Savepoint(self.env.cr)
        try:
            result = call_kw(env[model], method, args, kwargs)
            env.flush_all()
            if after:
                after(env(su=True), result)
            is_cache_clean = method in READING
            return ALLOWED, result
        except (AccessError, MissingError) as error:
            return REFUSED, str(error)
        except PsycopgError as error:
            is_cache_clean = False
            return CHECKED, str(error)
        except Exception as error:  # noqa: BLE001 - as the door does
            is_cache_clean = method in READING
            return CHECKED, f"{type(error).__name__}: {error}"
        finally:
            self._undo(savepoint, is_cache_clean)

"""Calls from outside, as the web client, an older client and a program make them."""

import json
from contextlib import closing
from http.client import HTTPConnection

from odoo.tests import HttpCase
from odoo.tests.common import HOST
from odoo.tools import mute_logger


class RpcCase(HttpCase):
    """Three doors to the models; each returns the result or the text of the refusal."""

    def _call_kw(self, user, model, method, *args, **kwargs):
        """Call a method as the web client does.

        :return: ``(result, None)`` or ``(None, message)``
        """
        self.authenticate(user.login, self._password(user))
        path = f"/web/dataset/call_kw/{model}/{method}"
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(path, params)

    @mute_logger("odoo.addons.rpc.controllers.jsonrpc")
    def _execute_kw(self, user, model, method, *args, **kwargs):
        """Call a method through ``execute_kw`` over JSON-RPC, with a password.

        Odoo warns that Odoo 20 drops this door; until then it is one to guard.
        """
        database = self.env.cr.dbname
        password = self._password(user)
        call = [database, user.id, password, model, method, args, kwargs]
        params = {"service": "object", "method": "execute_kw", "args": call}
        return self._post("/jsonrpc", params)

    def _json2(self, user, model, method, **kwargs):
        """Call a method through the REST door of Odoo 19, with an API key."""
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        key = keys._generate("rpc", "tests", None)
        response = self.url_open(
            f"/json/2/{model}/{method}",
            json=kwargs,
            headers={"Authorization": f"bearer {key}"},
        )
        answer = response.json()
        return (answer, None) if response.ok else (None, answer["message"])

    @staticmethod
    def _password(user):
        """What ``new_test_user`` gave: the login, filled up to eight letters."""
        return user.login.ljust(8, "x")

    def _post(self, path, params):
        answer = self.url_open(
            path, json={"jsonrpc": "2.0", "method": "call", "params": params}
        ).json()
        error = answer.get("error")
        return answer.get("result"), error and error["data"]["message"]

    def _post_quickly(self, path, params):
        """Post a call as the web client does; return the text of the answer.

        For sweeps of thousands of calls: ``url_open`` looks for proxies and the like
        each time. What the test has to flush or clear, it does itself.
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        with self.allow_requests():
            cookies = self.opener.cookies.items()
            headers = {
                "Content-Type": "application/json",
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies),
            }
            connection = HTTPConnection(HOST, self.http_port(), timeout=60)
            with closing(connection):
                connection.request("POST", path, body, headers)
                return connection.getresponse().read().decode()

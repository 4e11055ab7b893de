from odoo import fields, models
from odoo.tools import SQL

from ...common.sentences import format_names

NAMED = 10


class BaseImportImport(models.TransientModel):
    """Import of the client file, which says which clients are on file already."""

    _inherit = "base_import.import"

    telecom_has_named_clients = fields.Boolean(
        help="The user was told which clients would be created a second time."
    )

    def execute_import(self, fields, columns, options, dryrun=False):
        """Import the file; names that are on file are told once before it.

        Whoever presses *Import* again creates these clients all the same.
        """
        message = None
        if self.env.context.get("telecom_client_file") and "name" in fields:
            message = self._get_equal_names_message(fields, options)
        if message and not (dryrun or self.telecom_has_named_clients):
            self.telecom_has_named_clients = True
            return {"messages": [{"type": "warning", "message": message}]}
        result = super().execute_import(fields, columns, options, dryrun=dryrun)
        if message and dryrun:
            self.telecom_has_named_clients = True
            result["messages"].append({"type": "warning", "message": message})
        return result

    def _get_equal_names_message(self, fields, options):
        """Return which rows without an id have the name of a client, or ""."""
        rows, names = self._convert_import_data(fields, options)
        first = 1 + bool(options.get("has_headers")) + options.get("skip", 0)
        ids = [names.index(name) for name in ("id", ".id") if name in names]
        found = []
        for number, row in enumerate(rows, start=first):
            name = str(row[names.index("name")] or "").strip()
            if name and not any(row[position] for position in ids):
                found.append((number, name))
        known = self._find_known_names([name for _number, name in found])
        seen, equal = set(), []
        for number, name in found:
            key = name.casefold()
            if key in known or key in seen:
                equal.append(self.env._("row %(row)s %(name)s", row=number, name=name))
            seen.add(key)
        if not equal:
            return ""
        return self.env._(
            "%(count)s clients are on file already, or twice in the file: %(names)s."
            " Without their ids they are created a second time. Download today's"
            " clients and fill in that file, or press Import to create them all the"
            " same.",
            count=len(equal),
            names=format_names(self.env, equal, shown=NAMED),
        )

    def _find_known_names(self, names):
        """Return those of the names that clients have, in lower case."""
        # sudo: clients of other people count too, so that none is created twice
        partners = self.env["res.partner"].sudo()
        wanted = {name.casefold() for name in names}
        files = partners._search(partners._get_client_files_domain())
        rows = self.env.execute_query(files.select(SQL("name"))) if names else []
        return {name.strip().casefold() for (name,) in rows if name} & wanted

from odoo import models

from odoo.addons.base_import.models.base_import import ImportValidationError

from ....tools.workbook.workbook_parts import BadWorkbook
from ....tools.workbook.workbook_reader import read_workbook
from ....tools.workbook.workbook_rows import list_rows
from .bad_workbook import get_bad_workbook_text


class BaseImportImport(models.TransientModel):
    """Import, which reads workbooks for records of this addon within limits.

    Odoo's own reader makes every cell that a hostile file names.
    """

    _inherit = "base_import.import"

    def _read_xlsx(self, options):
        if not self._is_of_telecom():
            return super()._read_xlsx(options)
        try:
            sheets = read_workbook(self.file or b"")
            options["sheets"] = list(sheets)
            if options.get("sheet") not in sheets:
                options["sheet"] = options["sheets"][0]
            rows = list_rows(sheets[options["sheet"]])
        except BadWorkbook as error:
            raise ImportValidationError(self._get_refusal_text(error)) from None
        return len(rows), rows

    def _read_ods(self, options):
        if not self._is_of_telecom():
            return super()._read_ods(options)
        raise ImportValidationError(
            self.env._(
                "%s: save it as .xlsx or .csv, then load it again.", self.file_name
            )
        )

    def _is_of_telecom(self):
        """Return whether records of this addon, or its client file, are imported."""
        is_client_file = self.env.context.get("telecom_client_file")
        return bool(is_client_file) or (self.res_model or "").startswith("telecom.")

    def _get_refusal_text(self, error):
        place = error.place and f" {error.place}"
        why = get_bad_workbook_text(self.env, error.reason)
        return f"{self.file_name or ''}{place}\n{why}"

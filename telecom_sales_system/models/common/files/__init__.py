from . import bad_workbook
from . import file_store
from . import base_import_import
from . import ir_actions_report
from . import ir_attachment

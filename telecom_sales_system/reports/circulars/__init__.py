from . import report_circular

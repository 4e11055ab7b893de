from . import controllers, models, reports, wizards
from .models.kept_rows import let_rows_go as uninstall_hook

from . import test_full_disk
from . import test_import_limits
from . import test_missing_files
from . import test_names_in_workbooks

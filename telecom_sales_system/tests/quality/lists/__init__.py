from . import test_empty_lists
from . import test_list_columns
from . import test_list_dialogs

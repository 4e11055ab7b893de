from . import test_circular, test_matrix, test_statement, test_workbook
from . import test_early_warning

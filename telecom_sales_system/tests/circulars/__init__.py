from . import test_circular, test_matrix, test_statement, test_workbook

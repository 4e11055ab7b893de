from . import circular
from . import portal
from . import workbook

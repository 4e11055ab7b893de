from . import binary
from . import circular
from . import contact
from . import handbook
from . import portal
from . import unit_report
from . import workbook

from . import circular
from . import close
from . import receipt
from . import source

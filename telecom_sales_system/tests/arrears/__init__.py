from . import case
from . import debt
from . import order

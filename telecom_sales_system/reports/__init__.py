from . import common
from . import clients
from . import performance
from . import fieldwork
from . import assessment
from . import circulars
from . import month

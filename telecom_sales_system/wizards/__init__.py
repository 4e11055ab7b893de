from . import organisation
from . import performance
from . import clients
from . import fieldwork
from . import arrears
from . import assessment
from . import circulars
from . import dashboard

from . import dated_mixin
from . import guarded_mixin
from . import organisation
from . import clients
from . import fieldwork
from . import performance
from . import arrears
from . import circulars

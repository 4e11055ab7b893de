from . import client
from . import contact
from . import maintenance
from . import survey
from . import tier

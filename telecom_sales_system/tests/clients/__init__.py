from . import client
from . import maintenance
from . import survey
from . import tier

from . import registry
from . import source

from . import language
from . import registry
from . import source

from . import language
from . import lists
from . import registry
from . import source

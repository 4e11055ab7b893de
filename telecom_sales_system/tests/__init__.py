from . import organisation, performance

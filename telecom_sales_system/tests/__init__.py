from . import circulars, organisation, performance

from . import circulars, organisation, performance, tools

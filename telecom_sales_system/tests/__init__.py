from . import (
    access,
    arrears,
    circulars,
    clients,
    organisation,
    performance,
    quality,
    tools,
    tours,
)

from . import (
    access,
    arrears,
    circulars,
    clients,
    fieldwork,
    organisation,
    performance,
    quality,
    tools,
    tours,
)

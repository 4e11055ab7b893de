from . import (
    access,
    arrears,
    assessment,
    circulars,
    clients,
    fieldwork,
    organisation,
    performance,
    quality,
    tools,
    tours,
)

from . import (
    access,
    arrears,
    assessment,
    circulars,
    clients,
    dashboard,
    fieldwork,
    organisation,
    performance,
    quality,
    tools,
    tours,
)

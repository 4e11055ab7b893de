from . import (
    access,
    arrears,
    circulars,
    organisation,
    performance,
    quality,
    tools,
    tours,
)

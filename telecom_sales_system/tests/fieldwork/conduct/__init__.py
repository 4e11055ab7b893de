from . import test_conduct
from . import test_experience

from . import test_assessment_scheme
from . import test_assessment_settings

from . import test_bands
from . import test_grading
from . import test_prizes
from . import test_ranking
from . import test_scoring
from . import test_scoring_average
from . import test_scoring_ratio
from . import test_targets

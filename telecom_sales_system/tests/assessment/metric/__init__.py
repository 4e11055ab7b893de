from . import test_metric
from . import test_metric_clients
from . import test_metric_contest
from . import test_metric_evidence
from . import test_metric_learning
from . import test_metric_organisation
from . import test_metric_value
from . import test_metric_new_business

from . import test_metric
from . import test_metric_clients
from . import test_metric_organisation
from . import test_metric_value
from . import test_target
from . import test_target_cascade
from . import test_target_entry
from . import test_target_import

from . import telecom_metric
from . import telecom_metric_growth
from . import sources
from . import telecom_scope_mixin
from . import telecom_metric_value

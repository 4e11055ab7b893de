from . import telecom_metric
from . import sources
from . import telecom_scope_mixin
from . import telecom_metric_value

from . import telecom_metric_facts
from . import telecom_metric
from . import telecom_metric_ledger
from . import telecom_metric_fieldwork_visits
from . import telecom_metric_arrears
from . import telecom_scope_mixin
from . import telecom_metric_value
from . import telecom_target

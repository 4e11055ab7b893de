from . import telecom_circular_source
from . import telecom_circular_source_performance
from . import telecom_circular_source_arrears
from . import telecom_circular_source_training
from . import telecom_circular_source_award
from . import telecom_training
from . import telecom_award_list
from . import telecom_contest

from . import telecom_sales_unit
from . import telecom_circular_words
from . import telecom_circular
from . import telecom_circular_seal
from . import telecom_circular_audience
from . import telecom_circular_template
from . import ir_actions_report
from . import ir_attachment

from . import telecom_marketing_project_stage
from . import telecom_marketing_project_revenue
from . import telecom_marketing_project
from . import telecom_marketing_plan

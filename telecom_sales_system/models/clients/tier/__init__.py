from . import telecom_client_tier
from . import telecom_client_tier_history
from . import telecom_tier_review
from . import telecom_tier_review_line

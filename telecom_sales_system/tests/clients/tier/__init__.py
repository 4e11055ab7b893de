from . import test_client_since
from . import test_client_tier
from . import test_key_clients_agree
from . import test_tier_review
from . import test_tier_review_apply
from . import test_tier_review_month

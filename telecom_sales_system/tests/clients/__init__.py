from . import test_client_revenue, test_client_tier

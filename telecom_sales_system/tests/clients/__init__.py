from . import test_client_card, test_client_revenue, test_client_tier

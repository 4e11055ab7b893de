from . import (
    test_client_access,
    test_client_card,
    test_client_file,
    test_client_lost,
    test_client_revenue,
    test_client_survey,
    test_client_tier,
    test_client_whitespace,
    test_handover,
    test_tier_review,
    test_tier_review_apply,
    test_tier_review_month,
)

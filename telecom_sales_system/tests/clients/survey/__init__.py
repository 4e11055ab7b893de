from . import test_client_survey

from . import test_client_file
from . import test_names_in_sentences
from . import test_opening_review
from . import test_own_records
from . import test_registration_dates
from . import test_year_start

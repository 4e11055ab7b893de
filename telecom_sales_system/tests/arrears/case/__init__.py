from . import test_banner
from . import test_case_merge
from . import test_case_problem
from . import test_case_rights
from . import test_case_rpc
from . import test_watch
from . import test_watch_concurrency
from . import test_watch_people

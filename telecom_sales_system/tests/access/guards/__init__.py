from . import test_access_authors
from . import test_access_computed
from . import test_access_final
from . import test_access_guarded
from . import test_access_log
from . import test_access_people
from . import test_access_sudo
from . import test_access_triggers

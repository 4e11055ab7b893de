from . import test_dashboard
from . import test_dashboard_blocks
from . import test_dashboard_screen
from . import test_decisions
from . import test_figures_agree
from . import test_handbook
from . import test_settings
from . import setup

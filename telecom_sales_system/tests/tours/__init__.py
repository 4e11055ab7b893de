from . import test_close_tour
from . import test_leader_tour
from . import test_menus_tour
from . import test_phone_screens
from . import test_salesperson_day_tour
from . import test_salesperson_tour
from . import test_unit_manager_tour
from . import test_visit_tour

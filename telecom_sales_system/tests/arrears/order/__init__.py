from . import test_order_block
from . import test_order_block_online
from . import test_order_growth
from . import test_order_override
from . import test_order_overrides
from . import test_order_prepaid

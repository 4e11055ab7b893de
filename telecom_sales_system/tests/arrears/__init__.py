from . import test_arrears
from . import test_overdue
from . import test_arrears_balance
from . import test_order_block
from . import test_order_override
from . import test_order_block_online

from . import (
    test_allocation,
    test_bar_chart,
    test_matrix,
    test_pagination,
    test_ranking,
)
from . import test_distance

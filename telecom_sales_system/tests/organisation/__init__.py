from . import test_salesperson_move

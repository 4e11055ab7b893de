from . import test_salesperson_tour

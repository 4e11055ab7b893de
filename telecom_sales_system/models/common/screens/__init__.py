from . import ir_actions_actions
from . import ir_actions_act_window

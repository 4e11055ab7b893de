from . import portal_mixin
from . import mail_message
from . import mail_thread
from . import mail_template
from . import mail_render_mixin
from . import ir_actions_report

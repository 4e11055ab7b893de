from . import confirmation
from . import ir_default
from . import mail_message
from . import mail_thread
from . import telecom_author_mixin
from . import telecom_proposal_mixin
from . import res_users

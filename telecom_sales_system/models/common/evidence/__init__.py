from . import telecom_evidence_mixin
from . import ir_attachment

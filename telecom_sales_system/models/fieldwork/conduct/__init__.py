from . import telecom_conduct_incident
from . import telecom_experience_tag
from . import telecom_experience_note

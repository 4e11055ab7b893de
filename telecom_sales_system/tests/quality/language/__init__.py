from . import test_currency_words
from . import test_glossary
from . import test_translations

from . import test_amount_in_words
from . import test_bar_chart
from . import test_chinese_date
from . import test_letter
from . import test_matrix
from . import test_pagination
from . import test_text_width

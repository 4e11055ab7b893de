from . import (
    test_allocation,
    test_amount_in_words,
    test_bands,
    test_bar_chart,
    test_distance,
    test_grading,
    test_matrix,
    test_pagination,
    test_prizes,
    test_ranking,
    test_report_form,
    test_scoring,
    test_scoring_average,
    test_scoring_ratio,
    test_targets,
    test_workbook_reader,
)
from . import test_letter, test_seal

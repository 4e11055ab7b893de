"""Why a file cannot be read as a workbook, in words for the user."""


def get_bad_workbook_text(env, reason):
    """Return the sentence for a reason of ``BadWorkbook`` (tools, workbook parts)."""
    return {
        "empty": env._("The file is empty."),
        "old_format": env._(
            "It is an old .xls file or has a password: save it as .xlsx without a"
            " password."
        ),
        "no_workbook": env._("It is not an .xlsx workbook."),
        "broken": env._("The file is damaged."),
        "bomb": env._("It unpacks to far more than the template can hold."),
        "macros": env._("It holds macros."),
        "declarations": env._("It declares entities, which is unsafe."),
        "cells": env._("It holds far more cells than the template."),
        "sheets": env._("It holds far more sheets than the template."),
        "texts": env._("It holds far more text than the template."),
        "value": env._("The cell holds an error or no valid value."),
    }[reason]

"""What a violated unique index says: the clashing value and the record that has it."""

import re

# "Key (company_id, code)=(1, CL) already exists.", in PostgreSQL's language
_KEY = re.compile(r"\((?P<columns>[^()]+)\)=\((?P<values>.*)\)", re.DOTALL)


def find_duplicate(env, model_name, diagnostics):
    """Find out what a refused row clashes with, for the message of a unique index.

    The text column comes last in the index, since a text may hold a comma itself.

    :param diagnostics: psycopg2's, or None
    :return: ``{"value": clashing value of the last column, "holder": record's name}``
    """
    match = _KEY.search(diagnostics and diagnostics.message_detail or "")
    if not match:
        return {"value": "", "holder": ""}
    columns = match["columns"].split(", ")
    values = match["values"].split(", ", len(columns) - 1)
    domain = [
        # The name of a record would be searched for, if its id came as text.
        (
            column,
            "=",
            int(value) if env[model_name]._fields[column].relational else value,
        )
        for column, value in zip(columns, values, strict=True)
    ]
    # sudo: the index sees all rows, so the message must name any of them
    holders = env[model_name].sudo().with_context(active_test=False)
    holder = holders.search(domain, limit=1)
    # Nobody has it when both rows came in one input, which is rolled back by now.
    return {"value": values[-1], "holder": holder.display_name or env._("(new)")}

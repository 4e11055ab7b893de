"""Messages of violated unique indexes: the clashing value and its record."""

import re

# "Key (company_id, code)=(1, CL) already exists.", in PostgreSQL's language
_COALESCE = re.compile(r"COALESCE\((\w+), 0\)")  # no company, in an index
_KEY = re.compile(r"\((?P<columns>[^()]+)\)=\((?P<values>.*)\)", re.DOTALL)


def find_duplicate(env, model_name, diagnostics):
    """Find the record that a refused row clashes with, for the index's message.

    The text column comes last in the index, since a text may hold a comma itself.

    :param diagnostics: psycopg2's, or None
    :return: ``{"value": clashing value of the last column, "holder": record's name}``
    """
    detail = diagnostics and diagnostics.message_detail or ""
    match = _KEY.search(_COALESCE.sub(r"\1", detail))
    if not match:
        return {"value": "", "holder": ""}
    columns = match["columns"].split(", ")
    values = match["values"].split(", ", len(columns) - 1)
    domain = [
        # An id as text would be searched for as a name.
        (
            column,
            "=",
            int(value) or False
            if env[model_name]._fields[column].relational
            else value,
        )
        for column, value in zip(columns, values, strict=True)
    ]
    # sudo: the index sees all rows, so the message must name any of them
    holders = env[model_name].sudo().with_context(active_test=False)
    holder = holders.search(domain, limit=1)
    # No record has the value if both rows came in one input, now rolled back.
    return {"value": values[-1], "holder": holder.display_name or env._("(new)")}

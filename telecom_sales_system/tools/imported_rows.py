"""Imports that name records by what identifies them, instead of by their ids."""


def load_rows(keys, vals_list, known, create):
    """Update the records that are known, and create the others.

    :param keys: what identifies the record of each of the values
    :param known: ``{key: record}`` of those that are there
    :param create: function that creates the records of a list of values
    :return: a list of the records, in the order of the values
    """
    rows = list(zip(keys, vals_list, strict=True))
    created = iter(create([vals for key, vals in rows if key not in known]))
    for key, vals in rows:
        if key in known:
            known[key].write(vals)
    return [known[key] if key in known else next(created) for key in keys]

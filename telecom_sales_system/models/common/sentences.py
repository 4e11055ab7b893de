"""Sentences put together from parts."""

from functools import reduce

from odoo.tools import format_list


def join_sentences(env, texts):
    """Join texts with the language's semicolon; "" if there are none."""
    return reduce(
        lambda before, text: env._("%(before)s; %(text)s", before=before, text=text),
        texts or [""],
    )


def format_names(env, names, shown=5):
    """Return the first names as a list in the language, and how many more follow."""
    named = [name or "" for name in names[:shown]]
    if len(names) > shown:
        named.append(env._("%s more", len(names) - shown))
    return format_list(env, named)

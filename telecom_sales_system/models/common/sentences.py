"""Sentences put together from parts."""

from functools import reduce


def join_sentences(env, texts):
    """Join texts with the language's semicolon; "" if there are none."""
    return reduce(
        lambda before, text: env._("%(before)s; %(text)s", before=before, text=text),
        texts or [""],
    )

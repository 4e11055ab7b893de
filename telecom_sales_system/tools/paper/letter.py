"""Texts with placeholders: "{unit} received {cash} yuan. [Growth {growth}.]".

A part in square brackets is left out if one of its placeholders has no value, as growth
has none in the first year.
"""

import re

PLACEHOLDER = re.compile(r"\{(\w+)\}")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class UnknownPlaceholder(ValueError):
    """Text with an unknown placeholder or a stray bracket."""

    def __init__(self, fragment):
        super().__init__(fragment)
        self.fragment = fragment


def check_placeholders(text, known):
    """Refuse a text that could not be filled.

    :param known: names of the placeholders
    :raises UnknownPlaceholder: with the first fragment that is wrong
    """
    for match in PLACEHOLDER.finditer(text):
        if match[1] not in known:
            raise UnknownPlaceholder(match[0])
    rest = PLACEHOLDER.sub("", text)
    for bracket in ("{", "}"):
        if bracket in rest:
            raise UnknownPlaceholder(bracket)
    rest = OPTIONAL.sub("", rest)
    for bracket in ("[", "]"):
        if bracket in rest:
            raise UnknownPlaceholder(bracket)


def fill_placeholders(text, values):
    """Return the text with its placeholders filled.

    :param values: ``{name: text or None}``
    :raises UnknownPlaceholder: a placeholder is not among the values
    """
    check_placeholders(text, values)

    def choose_sentence(match):
        wanted = PLACEHOLDER.findall(match[1])
        return "" if any(values[name] is None for name in wanted) else match[1]

    text = OPTIONAL.sub(choose_sentence, text)
    return PLACEHOLDER.sub(lambda match: values[match[1]] or "—", text)

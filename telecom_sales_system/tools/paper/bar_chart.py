"""A grouped bar chart as inline SVG, plain enough for wkhtmltopdf."""

from decimal import Decimal

from markupsafe import Markup, escape

THIS_YEAR, LAST_YEAR = "#b3261e", "#c9c3bd"
BAR, GAP, GROUP_GAP = 8, 1, 5
LABEL_WIDTH, VALUE_WIDTH, PLOT_WIDTH = 110, 90, 380
LEGEND_HEIGHT = 22


def bar_chart(labels, series):
    """Draw horizontal bars, one group a label, one bar a series.

    :param labels: names of the groups, top to bottom
    :param series: ``[(name, colour, values)]``, a value for each label or None
    :return: Markup of an ``<svg>`` element; bars of negative values are left out
    """
    group = len(series) * (BAR + GAP) + GROUP_GAP
    height = LEGEND_HEIGHT + len(labels) * group
    width = LABEL_WIDTH + PLOT_WIDTH + VALUE_WIDTH
    values = [value for _name, _colour, row in series for value in row if value]
    scale = Decimal(PLOT_WIDTH) / max([*values, Decimal(1)])
    parts = [*_draw_legend(series)]
    for position, label in enumerate(labels):
        top = LEGEND_HEIGHT + position * group
        middle = top + (group - GROUP_GAP) / 2 + 4
        parts.append(_draw_text(LABEL_WIDTH - 6, middle, label, anchor="end"))
        for index, (_name, colour, row) in enumerate(series):
            value = row[position]
            if value is not None:
                y = top + index * (BAR + GAP)
                parts += _draw_bar(y, colour, value, scale)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%%" viewBox="0 0 %d %d"'
        ' font-size="8.5">%s</svg>'
    ) % (width, height, Markup("").join(parts))


def _draw_legend(series):
    x = LABEL_WIDTH
    for name, colour, _values in series:
        yield Markup('<rect x="%d" y="4" width="10" height="9" fill="%s"/>') % (
            x,
            colour,
        )
        yield _draw_text(x + 14, 12, name)
        x += 110


def _draw_bar(y, colour, value, scale):
    length = max(Decimal(0), value * scale).quantize(Decimal("0.1"))
    yield Markup('<rect x="%d" y="%s" width="%s" height="%d" fill="%s"/>') % (
        LABEL_WIDTH,
        y,
        length,
        BAR,
        colour,
    )
    yield _draw_text(LABEL_WIDTH + length + 4, y + BAR - 1, f"{value:,.0f}")


def _draw_text(x, y, text, anchor="start"):
    return Markup('<text x="%s" y="%s" text-anchor="%s">%s</text>') % (
        x,
        y,
        anchor,
        escape(text),
    )

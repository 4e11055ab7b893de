"""Write the pages of the handbook as HTML that a browser shows without Odoo."""

import html
import re
import sys

import markdown

from dev.handbook import LANGUAGES, PACKED, PAGES, SOURCE

NAMES = {"en": "English", "zh_CN": "中文"}
TITLE = {"en": "Telecom Sales", "zh_CN": "电信营销"}
EXTENSIONS = ("fenced_code", "sane_lists", "tables")
FRAME = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="../handbook.css">
</head>
<body>
<nav>
{links}
</nav>
{body}
</body>
</html>
"""


def get_heading(text):
    """Return the title of a page."""
    return re.match(r"# (.+)", text)[1]


def get_tasks(text):
    """Return `[(anchor, heading), ...]` of a page."""
    return re.findall(r'^<a id="([\w-]+)"></a>\n## (.+)$', text, re.MULTILINE)


def render_page(lang, page):
    """Return a page as HTML, with links to the other pages and languages."""
    texts = {name: (SOURCE / lang / f"{name}.md").read_text() for name in PAGES}
    text = texts[page]
    links = [_link(f"{n}.html", get_heading(texts[n]), n == page) for n in PAGES]
    links += [_link(f"../{o}/{page}.html", NAMES[o]) for o in LANGUAGES if o != lang]
    body = markdown.markdown(text, extensions=EXTENSIONS, output_format="html")
    body = re.sub(r'(href="[\w-]+)\.md(["#])', r"\1.html\2", body)
    body = re.sub(r'<p><a id="([\w-]+)"></a></p>\n<h2>', r'<h2 id="\1">', body)
    if page != "index":
        body = body.replace("</h1>", f"</h1>\n{_list_tasks(text)}", 1)
    title = f"{get_heading(text)} - {TITLE[lang]}"
    tag = lang.replace("_", "-")
    return FRAME.format(
        lang=tag, title=html.escape(title), links="\n".join(links), body=body
    )


def render_all():
    """Return `{path: bytes}` of all that the addon holds of the handbook."""
    files = {
        PACKED / lang / f"{page}.html": render_page(lang, page).encode()
        for lang in LANGUAGES
        for page in PAGES
    }
    for path in [SOURCE / "handbook.css", *sorted(SOURCE.glob("images/*/*.png"))]:
        files[PACKED / path.relative_to(SOURCE)] = path.read_bytes()
    return files


def main():
    """Write the files, and remove those that are no longer part of the handbook."""
    files = render_all()
    for path in PACKED.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(files)} files in {PACKED}")
    return 0


def _link(href, text, is_current=False):
    current = ' aria-current="page"' if is_current else ""
    return f'<a href="{href}"{current}>{html.escape(text)}</a>'


def _list_tasks(text):
    rows = [f"<li>{_link(f'#{name}', task)}</li>" for name, task in get_tasks(text)]
    return "\n".join(['<ul class="contents">', *rows, "</ul>"])


if __name__ == "__main__":
    sys.exit(main())

"""What the pages say about the tree is there: paths, methods, pictures."""

import re

import pytest

from dev.checks.house import repository_files
from dev.setup.paths import MAIN_ADDON, REPO, addons

PAGES = [path for path in repository_files() if path.suffix == ".md"]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[\w-]*)?\)")
SUFFIXES = "py|xml|csv|md|txt|pot"
PATH = re.compile(rf"`((?:[\w-]+/)+|(?:[\w.-]+/)*[\w-][\w.-]*\.(?:{SUFFIXES}))`")
METHOD = re.compile(r"`(_\w+)`")
# `make demo` writes it.
GENERATED = {"out/"}


def resolved(page, name):
    """Return the file or folder that a page names, or None."""
    for root in (page.parent, REPO, REPO / MAIN_ADDON):
        if (root / name).exists():
            return root / name
    found = [] if "/" in name else list((REPO / MAIN_ADDON).rglob(name))
    return found[0] if found else None


def ids_of(text):
    """Return the anchors of a page: of its headings, as GitHub makes them, and own."""
    own = set(re.findall(r'<a id="([\w-]+)">', text))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return own | {
        re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPO)))
def test_every_path_of_a_page_exists(page):
    text = page.read_text()
    names = {*LINK.findall(text), *PATH.findall(text)} - GENERATED
    assert [name for name in sorted(names) if not resolved(page, name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPO)))
def test_every_anchor_of_a_page_exists(page):
    for name, anchor in re.findall(r"\]\(([^)#:]*)#([\w-]+)\)", page.read_text()):
        target = resolved(page, name) if name else page
        assert anchor in ids_of(target.read_text()), (name, anchor)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPO)))
def test_a_method_is_in_a_file_of_its_line(page):
    for line in page.read_text().splitlines():
        files = [resolved(page, name) for name in PATH.findall(line)]
        text = "".join(file.read_text() for file in files if file and file.is_file())
        if text:
            missing = [name for name in METHOD.findall(line) if name not in text]
            assert missing == [], line


@pytest.mark.parametrize("addon", addons())
def test_the_description_page_needs_nothing_from_elsewhere(addon):
    """Odoo shows it without scripts; its pictures lie beside it."""
    folder = REPO / addon / "static" / "description"
    text = (folder / "index.html").read_text()
    assert not re.search(r"<script|<link|<iframe|\bon\w+=|https?:|//\w", text)
    pictures = re.findall(r'<img\b[^>]*\bsrc="([^"]+)"', text)
    assert pictures
    for name in pictures:
        assert (folder / name).is_file(), name
    assert len(re.findall(r'<img\b[^>]*\balt="[^"]+"', text)) == len(pictures)


@pytest.mark.parametrize("addon", addons())
def test_pictures_of_the_description_are_small(addon):
    files = list((REPO / addon / "static" / "description").iterdir())
    assert sum(path.stat().st_size for path in files) < 1_500_000

"""The handbook speaks of what is there: menus, buttons, pictures, in both languages."""

import re
from functools import cache
from itertools import product
from xml.etree import ElementTree

import polib
import pytest

from dev.handbook import LANGUAGES, PACKED, PAGES, SOURCE
from dev.handbook.pages import get_tasks, render_all
from dev.handbook.pictures import LARGEST, PICTURES, get_files
from dev.setup import odoo_source
from dev.setup.paths import MAIN_ADDON, REPO, addons

APP = "Telecom Sales"
# Odoo's own apps whose menus and buttons the handbook names.
CORE = ("account", "base", "base_import", "base_setup", "crm", "mail", "sale", "web")
EACH_PAGE = [(lang, page) for lang in LANGUAGES for page in PAGES]
MENU = re.compile(r"(?<!\*)\*([^*\n]+(?:\n[^*\n]+)?)\*(?!\*)")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]*)(?:#([\w-]+))?\)")
TAG = re.compile(r"<[^>]+>")


def read(lang, page):
    return (SOURCE / lang / f"{page}.md").read_text()


def folders():
    """Return the folders of the addons whose words are on the screen."""
    core = [root / name for root in odoo_source.ensure().addons for name in CORE]
    return [REPO / name for name in addons()] + [path for path in core if path.is_dir()]


@cache
def words(lang):
    """Return what each term of the sources is called, `{English: {words}}`."""
    found = {}
    for folder in folders():
        path = folder / "i18n" / "zh_CN.po"
        for entry in polib.pofile(path) if path.exists() else ():
            text = entry.msgid if lang == "en" else entry.msgstr
            key = _clean(entry.msgid)
            found.setdefault(key, set()).add(_clean(text))
    return found


def _clean(text):
    return " ".join(TAG.sub(" ", text).split())


@cache
def menu_paths(lang):
    """Return the paths of all menus; those of this app without its name."""
    names, parents, actions = {}, {}, {}
    for folder in folders():
        for path in folder.rglob("*.xml"):
            if {"tests", "static", "i18n"} & set(path.relative_to(folder).parts):
                continue
            root = ElementTree.parse(path).getroot()
            for parent, item in _get_menus(root, None):
                name = item.get("name") or _add_prefix(item.get("action"), folder.name)
                xmlid = _add_prefix(item.get("id"), folder.name)
                above = _add_prefix(parent or item.get("parent"), folder.name)
                names[xmlid] = name or names.get(xmlid)
                parents[xmlid] = above or parents.get(xmlid)
            for record in root.iter("record"):
                xmlid = _add_prefix(record.get("id"), folder.name)
                name = record.findtext("field[@name='name']")
                actions[xmlid] = name or actions.get(xmlid)
    speak = words(lang)
    found = set()
    for xmlid in names:
        chain = []
        while xmlid:
            chain.insert(0, actions.get(names.get(xmlid)) or names.get(xmlid))
            xmlid = parents.get(xmlid)
        chain = chain[1:] if chain[0] == APP and len(chain) > 1 else chain
        spoken = [speak.get(part, {part}) for part in chain]
        found |= {" > ".join(map(str, path)) for path in product(*spoken)}
    return found


def _get_menus(node, parent):
    """Yield ``(id of the menu above or None, menu item)`` of a file."""
    for item in node:
        if item.tag == "menuitem":
            yield parent, item
        if item.tag in ("data", "menuitem", "odoo"):
            above = item.get("id") if item.tag == "menuitem" else None
            yield from _get_menus(item, above)


def _add_prefix(xmlid, addon):
    return xmlid if not xmlid or "." in xmlid else f"{addon}.{xmlid}"


@pytest.fixture(scope="module", params=LANGUAGES)
def screen(request):
    """A language, the paths of its menus and the words on its screens."""
    lang = request.param
    terms = set().union(*words(lang).values())
    return lang, menu_paths(lang), terms


def test_paths_of_menus_are_found_as_the_screen_has_them():
    english, chinese = menu_paths("en"), menu_paths("zh_CN")
    assert {"Dashboard", "Performance > Monthly Close"} <= english
    assert {"工作台", "业绩 > 月度关账"} <= chinese
    assert "Invoicing > Customers > Payments" in english
    assert "Settings > Users & Companies > Users" in english
    assert "Performance > Circulars" not in english


def test_every_menu_of_the_handbook_exists(screen):
    lang, paths, _terms = screen
    missing = set()
    for page in PAGES:
        for text in MENU.findall(LABEL.sub("", read(lang, page))):
            path = " ".join(text.split())
            if path not in paths:
                missing.add((page, path))
    assert missing == set()


def test_every_button_and_field_of_the_handbook_exists(screen):
    lang, _paths, terms = screen
    missing = {
        (page, " ".join(text.split()))
        for page in PAGES
        for text in LABEL.findall(read(lang, page))
        if " ".join(text.split()) not in terms
    }
    assert missing == set()


def test_every_section_of_the_app_is_in_the_handbook(screen):
    """A section of the app that no page names is a section that nobody explains."""
    lang, _paths, _terms = screen
    text = "".join(read(lang, page) for page in PAGES)
    tree = ElementTree.parse(REPO / MAIN_ADDON / "views" / "menus.xml")
    speak = words(lang)
    for section in tree.getroot().find("menuitem").findall("menuitem[@name]"):
        names = speak[section.get("name")]
        assert any(f"*{name} >" in text for name in names), names


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_tasks(page):
    english, chinese = (get_tasks(read(lang, page)) for lang in LANGUAGES)
    assert [name for name, _heading in english] == [name for name, _text in chinese]
    assert len({name for name, _heading in english}) == len(english)
    for lang in LANGUAGES:
        text = read(lang, page)
        assert text.count("\n## ") == len(get_tasks(text))


@pytest.mark.parametrize(("lang", "page"), EACH_PAGE)
def test_links_and_pictures_lead_somewhere(lang, page):
    text = read(lang, page)
    for target, anchor in LINK.findall(text):
        if target.startswith("https://"):
            continue
        name = target.removesuffix(".md") or page
        assert name in PAGES, target
        anchors = [key for key, _heading in get_tasks(read(lang, name))]
        assert not anchor or anchor in anchors, (target, anchor)
    names = {picture.name for picture in PICTURES}
    for _alt, target in PICTURE.findall(text):
        assert (SOURCE / lang / target).is_file(), target
        folder, _slash, name = target.rpartition("/")
        assert folder == f"../images/{lang}"
        assert name.removesuffix(".png") in names, target


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_of_the_list_is_on_a_page(lang):
    shown = {
        target.rpartition("/")[2].removesuffix(".png")
        for page in PAGES
        for _alt, target in PICTURE.findall(read(lang, page))
    }
    assert shown == {picture.name for picture in PICTURES}


def test_pictures_are_there_and_small():
    sizes = {path: path.stat().st_size for path in get_files() if path.is_file()}
    assert set(sizes) == get_files()
    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}


def test_no_picture_is_left_that_the_list_does_not_have():
    assert set(SOURCE.glob("images/*/*")) <= get_files()


def test_the_addon_holds_what_the_command_would_write():
    """Else `python3 dev/run.py handbook` was forgotten after a change of a page."""
    expected = render_all()
    there = {path: path.read_bytes() for path in PACKED.rglob("*") if path.is_file()}
    assert {str(path) for path in there} == {str(path) for path in expected}
    assert [path for path in there if there[path] != expected[path]] == []


@pytest.mark.parametrize(("lang", "page"), EACH_PAGE)
def test_pages_of_the_addon_need_nothing_from_elsewhere(lang, page):
    text = (PACKED / lang / f"{page}.html").read_text()
    assert not re.search(r"<script|<iframe|\bon\w+=", text)
    for target in re.findall(r'src="([^"]+)|<link [^>]*href="([^"]+)', text):
        assert (PACKED / lang / "".join(target)).is_file(), target
    for target in re.findall(r'href="([^"#:]+)["#]', text):
        assert (PACKED / lang / target).is_file(), target
    for anchor in re.findall(r'href="#([\w-]+)"', text):
        assert f'id="{anchor}"' in text

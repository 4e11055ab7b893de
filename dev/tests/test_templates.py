"""A template is made anew when an addon changes, and only then."""

import pytest

from dev.setup.templates import code_key


@pytest.fixture
def root(tmp_path):
    page = "static/handbook/en/index.html"
    for name in ("models/a.py", "tests/test_a.py", "README.md", "i18n/zh_CN.po", page):
        path = tmp_path / "addon" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


@pytest.mark.parametrize("name", ["models/a.py", "i18n/zh_CN.po"])
def test_changed_code_changes_the_key(root, name):
    before = code_key(["addon"], root)
    (root / "addon" / name).write_text("changed")
    assert code_key(["addon"], root) != before


def test_a_renamed_file_changes_the_key(root):
    before = code_key(["addon"], root)
    (root / "addon" / "models" / "a.py").rename(root / "addon" / "models" / "b.py")
    assert code_key(["addon"], root) != before


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_a.py",
        "README.md",
        ".hidden",
        "x.pyc",
        "static/handbook/en/index.html",
    ],
)
def test_what_installing_does_not_read_leaves_the_key(root, name):
    before = code_key(["addon"], root)
    (root / "addon" / name).write_text("changed")
    assert code_key(["addon"], root) == before

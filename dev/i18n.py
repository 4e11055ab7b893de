"""Bring each addon's .po files up to date with its strings; translations are kept."""

from io import BytesIO

import polib

from dev.setup.paths import REPO, addons

# Leave out dates: the same strings give the same file.
METADATA = {
    "Project-Id-Version": "Odoo Server 19.0",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def exported(env, addon):
    """Return the terms that Odoo exports, without translations."""
    from odoo.tools.translate import trans_export

    buffer = BytesIO()
    trans_export(False, [addon], buffer, "po", env)
    return polib.pofile(buffer.getvalue().decode())


def merge(fresh, old, language):
    """Copy existing translations to fresh terms; drop terms that no longer exist.

    :return: the terms that nobody has translated yet
    """
    for entry in fresh:
        known = old.find(entry.msgid)
        if known:
            entry.msgstr = known.msgstr
            entry.flags = known.flags
    fresh.metadata = METADATA | {"Language": language}
    return [entry.msgid for entry in fresh if not entry.msgstr or entry.fuzzy]


def main(env):
    """Merge every .po file of every addon and print what lacks a translation."""
    for addon in addons():
        for path in sorted((REPO / addon / "i18n").glob("*.po")):
            fresh = exported(env, addon)
            missing = merge(fresh, polib.pofile(str(path)), path.stem)
            fresh.save(str(path))
            print(f"{path.relative_to(REPO)}: {len(fresh)} terms, {len(missing)} open")
            for text in missing:
                print(f"  {text!r}")

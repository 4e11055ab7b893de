"""Write each addon's .pot, bring its .po files up to date; translations are kept."""

from io import BytesIO

import polib

from dev.setup.paths import REPO, addons

# Leave out dates: the same strings give the same file.
METADATA = {
    "Project-Id-Version": "Odoo Server 19.0",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
}


def exported(env, addon):
    """Return the terms that Odoo exports, without translations."""
    from odoo.tools.translate import trans_export

    buffer = BytesIO()
    trans_export(False, [addon], buffer, "po", env)
    terms = polib.pofile(buffer.getvalue().decode())
    terms.metadata = METADATA | {"Plural-Forms": ""}
    return terms


def merge(fresh, old, language):
    """Copy existing translations to fresh terms; drop terms that no longer exist.

    :return: the terms that nobody has translated yet, and ``(term, translation)`` of
        each translation that is dropped: of terms that are gone, or a second one
    """
    dropped = []
    for known in old:
        entry = fresh.find(known.msgid)
        is_taken = entry is None or entry.msgstr
        if is_taken and known.msgstr and not (entry and entry.msgstr == known.msgstr):
            dropped.append((known.msgid, known.msgstr))
        if not is_taken:
            entry.msgstr = known.msgstr
            entry.flags = known.flags
    plural = old.metadata.get("Plural-Forms", "")
    fresh.metadata = METADATA | {"Plural-Forms": plural, "Language": language}
    missing = [entry.msgid for entry in fresh if not entry.msgstr or entry.fuzzy]
    return missing, dropped


def main(env):
    """Write the .pot of every addon, merge its .po files; print what needs a look."""
    for addon in addons():
        folder = REPO / addon / "i18n"
        template = exported(env, addon)
        if template:
            folder.mkdir(exist_ok=True)
            template.save(str(folder / f"{addon}.pot"))
        for path in sorted(folder.glob("*.po")):
            fresh = exported(env, addon)
            missing, dropped = merge(fresh, polib.pofile(str(path)), path.stem)
            fresh.save(str(path))
            print(f"{path.relative_to(REPO)}: {len(fresh)} terms, {len(missing)} open")
            for text in missing:
                print(f"  open:    {text!r}")
            for text, translation in dropped:
                print(f"  dropped: {text!r} = {translation!r}")

"""Merging keeps what is translated, and tells what is open and what is lost."""

import polib

from dev.i18n import merge


def po(**translations):
    """Return a .po file; each keyword is a term."""
    file = polib.POFile()
    file.metadata = {"Plural-Forms": "nplurals=1; plural=0;"}
    for term, translation in translations.items():
        file.append(polib.POEntry(msgid=term, msgstr=translation))
    return file


def test_translations_are_kept_and_new_terms_are_open():
    fresh = po(Unit="", Team="")
    missing, dropped = merge(fresh, po(Unit="单位"), "zh_CN")
    assert (missing, dropped) == (["Team"], [])
    assert fresh.find("Unit").msgstr == "单位"
    assert fresh.metadata["Language"] == "zh_CN"
    assert fresh.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_terms_that_are_gone_are_told_with_their_translation():
    fresh = po(Team="")
    _missing, dropped = merge(fresh, po(Unit="单位", Team="团队"), "zh_CN")
    assert dropped == [("Unit", "单位")]
    assert [entry.msgid for entry in fresh] == ["Team"]


def test_of_two_translations_the_second_is_told():
    """Two branches may add the same term; git then keeps both entries."""
    old = po(Unit="单位")
    old.extend([*po(Unit="单位"), *po(Unit="机构")])
    fresh = po(Unit="")
    assert merge(fresh, old, "zh_CN") == ([], [("Unit", "机构")])
    assert fresh.find("Unit").msgstr == "单位"


def test_a_fuzzy_translation_is_open():
    old = po(Unit="单位")
    old[0].flags.append("fuzzy")
    missing, dropped = merge(po(Unit=""), old, "zh_CN")
    assert (missing, dropped) == (["Unit"], [])

"""Seal a paper: canonical JSON, its SHA-256, and what a check finds to differ.

Runs without Odoo on an exported circular, and ends with 1 if anything differs:

    python3 telecom_sales_system/tools/seal.py circular.zip
    python3 telecom_sales_system/tools/seal.py circular.json circular.pdf
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path

ABSENT = "(absent)"
ANNEXES = "annexes/"


def canonical_json(content):
    """Return the canonical JSON of a content: keys sorted, no blanks, UTF-8 letters.

    :param content: dictionaries, lists, texts, whole numbers, booleans and None;
        amounts are texts, since a float can be written in several ways
    :raises TypeError: there is a float or another type in it
    """
    _check_types(content, "content")
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _check_types(value, place):
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{place}: the key {key!r} is no text")
            _check_types(item, f"{place}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_types(item, f"{place}[{index}]")
    elif not isinstance(value, str | int | None):
        raise TypeError(f"{place}: {value!r} has no canonical form")


def digest(data):
    """Return the SHA-256 of a text or of bytes, as 64 hexadecimal digits."""
    data = data.encode() if isinstance(data, str) else data
    return hashlib.sha256(data).hexdigest()


def find_differences(sealed, found, place=""):
    """List where two contents differ: ``[(place, sealed value, found value)]``."""
    if isinstance(sealed, dict) and isinstance(found, dict):
        keys = sorted(sealed.keys() | found.keys())
        pairs = [
            (f"{place}.{key}", sealed.get(key, ABSENT), found.get(key, ABSENT))
            for key in keys
        ]
    elif isinstance(sealed, list) and isinstance(found, list):
        length = max(len(sealed), len(found))
        padded = [(*side, *[ABSENT] * (length - len(side))) for side in (sealed, found)]
        pairs = [
            (f"{place}[{index}]", *pair)
            for index, pair in enumerate(zip(*padded, strict=True))
        ]
    else:
        return [] if sealed == found else [(place.lstrip("."), sealed, found)]
    return [row for where, *pair in pairs for row in find_differences(*pair, where)]


def check_export(export, pdf, annexes=None):
    """Check an exported circular; return its faults as texts, none if it is genuine.

    :param export: the dictionary of the JSON file: content, seal, pdf_sha256
    :param pdf: bytes of the PDF file, or None if there is none to check
    :param annexes: bytes of the annexes by file name, or None if there are none to
        check
    """
    faults = []
    try:
        seal = digest(canonical_json(export["content"]))
    except (KeyError, TypeError) as error:
        return [f"the JSON file is no exported circular: {error}"]
    if seal != export.get("seal"):
        faults.append(
            f"the figures were changed: the seal is {export.get('seal')},"
            f" the content gives {seal}"
        )
    if pdf is not None and digest(pdf) != export.get("pdf_sha256"):
        faults.append(
            f"the PDF was changed: its SHA-256 was {export.get('pdf_sha256')},"
            f" it is {digest(pdf)}"
        )
    if annexes is not None:
        faults += _find_annex_faults(export["content"].get("annexes", []), annexes)
    return faults


def annex_names(sealed):
    """Return the paths of the sealed annexes in an exported file, in their order."""
    return [
        f"{ANNEXES}{number} {annex['name']}"
        for number, annex in enumerate(sealed, start=1)
    ]


def _find_annex_faults(sealed, found):
    names = annex_names(sealed)
    for name, annex in zip(names, sealed, strict=True):
        if name not in found:
            yield f"the annex {name} is missing"
        elif digest(found[name]) != annex["sha256"]:
            yield (
                f"the annex {name} was changed: its SHA-256 was {annex['sha256']},"
                f" it is {digest(found[name])}"
            )
    for name in sorted(found.keys() - set(names)):
        yield f"the annex {name} does not belong to it"


def _read_files(paths):
    """Return (export, PDF, annexes) of a zip, or of a JSON and a PDF file.

    PDF and annexes are None if there are none to check.
    """
    files, annexes = {}, None
    for path in paths:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                packed = {name: archive.read(name) for name in archive.namelist()}
            files |= {name: data for name, data in packed.items() if "/" not in name}
            annexes = {name: data for name, data in packed.items() if "/" in name}
        else:
            files[path] = Path(path).read_bytes()
    by_kind = {Path(name).suffix.lower(): data for name, data in files.items()}
    if ".json" not in by_kind:
        raise ValueError("no JSON file given")
    return json.loads(by_kind[".json"]), by_kind.get(".pdf"), annexes


def main(paths):
    """Check the files of an exported circular; return 0, or 1 and say what is wrong."""
    if not paths:
        sys.stderr.write(__doc__)
        return 2
    try:
        export, pdf, annexes = _read_files(paths)
        faults = check_export(export, pdf, annexes)
    except (OSError, ValueError) as error:
        faults = [f"cannot be read: {error}"]
        export, pdf, annexes = {}, None, None
    for fault in faults:
        sys.stdout.write(f"DIFFERS: {fault}\n")
    if not faults:
        checked = "figures and PDF" if pdf is not None else "figures (no PDF given)"
        if annexes:
            checked += f", annexes: {len(annexes)}"
        number = export["content"].get("number", "")
        sys.stdout.write(f"GENUINE: {number} {checked}, seal {export['seal']}\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

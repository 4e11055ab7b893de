import io
import json
import subprocess
import sys
import tempfile
import zipfile
from contextlib import redirect_stdout
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools import seal

CONTENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@tagged("post_install", "-at_install")
class TestSeal(BaseCase):
    """Canonical JSON, seal and the check of an exported circular."""

    def test_canonical(self):
        content = {"b": [1, None, True], "a": "文号"}
        self.assertEqual(seal.canonical_json(content), '{"a":"文号","b":[1,null,true]}')

    def test_known_digest(self):
        """SHA-256 of "abc", from FIPS 180-2, appendix B.1."""
        known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        self.assertEqual(seal.digest("abc"), known)
        self.assertEqual(seal.digest(b"abc"), known)

    def test_no_floats(self):
        with self.assertRaisesRegex(TypeError, r"content\.rows\[1\]: 0\.1 has no"):
            seal.canonical_json({"rows": ["0.1", 0.1]})
        with self.assertRaisesRegex(TypeError, "the key 1 is no text"):
            seal.canonical_json({1: "a"})

    @given(CONTENTS)
    def test_reading_gives_the_same_text_again(self, content):
        text = seal.canonical_json(content)
        self.assertEqual(seal.canonical_json(json.loads(text)), text)

    @given(CONTENTS, CONTENTS)
    def test_differences_are_those_of_the_texts(self, one, other):
        # "one == other" is not enough: True and 1 are equal in Python, not on paper.
        if seal.canonical_json(one) == seal.canonical_json(other):
            self.assertEqual(seal.find_differences(one, other), [])
        elif one != other:
            self.assertTrue(seal.find_differences(one, other))

    def test_differences_name_their_place(self):
        before = {"title": "A", "tables": [{"rows": [["1", "Anna"]]}]}
        after = {"title": "A", "tables": [{"rows": [["1", "Bert"], ["2", "Cara"]]}]}
        self.assertEqual(
            seal.find_differences(before, after),
            [
                ("tables[0].rows[0][1]", "Anna", "Bert"),
                ("tables[0].rows[1]", seal.ABSENT, ["2", "Cara"]),
            ],
        )


@tagged("post_install", "-at_install")
class TestCheckOfAnExport(BaseCase):
    """The command that checks files without Odoo."""

    def setUp(self):
        super().setUp()
        self.annexes = {"annexes/1 list.txt": b"Anna"}
        content = {
            "number": "张电营销〔2026〕11号",
            "rows": [["Anna", "350.00"]],
            "annexes": [{"name": "list.txt", "sha256": seal.digest(b"Anna")}],
        }
        self.pdf = b"%PDF-1.4 paper"
        self.export = {
            "content": content,
            "seal": seal.digest(seal.canonical_json(content)),
            "pdf_sha256": seal.digest(self.pdf),
        }

    def _run(self, export, pdf, as_zip=False):
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("circular.json", "circular.pdf")]
            paths[0].write_text(json.dumps(export, ensure_ascii=False))
            paths[1].write_bytes(pdf)
            if as_zip:
                archive = Path(folder) / "circular.zip"
                with zipfile.ZipFile(archive, "w") as file:
                    for path in paths:
                        file.write(path, path.name)
                    for name, data in self.annexes.items():
                        file.writestr(name, data)
                paths = [archive]
            output = io.StringIO()
            with redirect_stdout(output):
                code = seal.main(list(map(str, paths)))
            return code, output.getvalue()

    def test_genuine(self):
        for as_zip in (False, True):
            code, text = self._run(self.export, self.pdf, as_zip)
            self.assertEqual(code, 0)
            self.assertIn("GENUINE: 张电营销〔2026〕11号 figures and PDF", text)

    def test_annexes(self):
        _code, text = self._run(self.export, self.pdf, as_zip=True)
        self.assertIn("figures and PDF, annexes: 1, seal", text)
        for annexes, fault in (
            ({"annexes/1 list.txt": b"Bert"}, "1 list.txt was changed: its SHA-256"),
            ({}, "the annex annexes/1 list.txt is missing"),
            (
                self.annexes | {"annexes/2 more.txt": b""},
                "the annex annexes/2 more.txt does not belong to it",
            ),
        ):
            self.annexes = annexes
            code, text = self._run(self.export, self.pdf, as_zip=True)
            self.assertEqual(code, 1)
            self.assertEqual(text.count("DIFFERS"), 1)
            self.assertIn(fault, text)

    def test_changed_figure(self):
        self.export["content"]["rows"][0][1] = "950.00"
        code, text = self._run(self.export, self.pdf)
        self.assertEqual(code, 1)
        self.assertIn("DIFFERS: the figures were changed", text)
        self.assertNotIn("PDF was changed", text)

    def test_changed_pdf(self):
        code, text = self._run(self.export, self.pdf + b" ")
        self.assertEqual(code, 1)
        self.assertIn("DIFFERS: the PDF was changed", text)
        self.assertNotIn("figures", text)

    def test_no_circular(self):
        code, text = self._run({"a": 1}, self.pdf)
        self.assertEqual(code, 1)
        self.assertIn("is no exported circular", text)
        self.assertEqual(seal.main(["/nowhere.json"]), 1)

    def test_runs_as_a_script_of_its_own(self):
        """Without Odoo on the path and from any folder."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "circular.json"
            path.write_text(json.dumps(self.export))
            done = subprocess.run(
                [sys.executable, "-I", seal.__file__, str(path)],
                capture_output=True,
                text=True,
                cwd=folder,
                check=False,
            )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("figures (no PDF given)", done.stdout)

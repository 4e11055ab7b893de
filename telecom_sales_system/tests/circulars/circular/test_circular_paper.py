from io import BytesIO

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader

from .circulars import CircularsCommon

REPORT = "telecom_sales_system.report_circular"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestCircularPaper(CircularsCommon):
    """The page that a leader signs, from the red head to the imprint."""

    def _page(self, circular):
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_html(REPORT, circular.ids)
        return html.fromstring(content)

    def _texts(self, page, css_class):
        nodes = page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {css_class} ')]")
        return [" ".join(node.text_content().split()) for node in nodes]

    def _paper(self, circular):
        return self.env[f"report.{REPORT}"]._get_paper_values(circular)

    def test_parts_of_the_paper(self):
        circular = self._issued(
            copy_to="Province",
            closing="Keep it up.",
            audience_unit_ids=[Command.set((self.county + self.branch).ids)],
        )
        page = self._page(circular)
        for css_class, texts in (
            ("ts-head", ["City: Marketing Circular"]),
            ("ts-number", ["张电营销〔2026〕1号"]),
            ("ts-title", ["Spring Campaign"]),
            ("ts-address", ["Cili and Letters:"]),
            (
                "ts-body",
                [
                    "Visit every key client in April.",
                    "Report on Fridays.",
                    "Keep it up.",
                ],
            ),
            ("ts-signature", [f"Signed by: {self.leader.name}"]),
            ("ts-sign-sealed", ["(Seal here) City March 15, 2026"]),
            ("ts-page-number", ["— 1 —"]),
        ):
            self.assertEqual(self._texts(page, css_class), texts)
        self.assertEqual(
            self._texts(page, "ts-imprint-row"),
            [
                "Copies to: Province",
                f"Written by: {self.service.name}Reviewed by: {self.service.name}",
                "CityPrinted and issued on March 15, 2026",
            ],
        )
        self.assertIn(circular.seal, self._texts(page, "ts-seal")[0])
        self.assertFalse(self._texts(page, "ts-draft"))

    def test_own_unit_stands_for_all_below(self):
        """City and Cili have units below them; Lingyang, an outlet, has none."""
        for unit, address in (
            (self.city, "All units:"),
            (self.county, "All units:"),
            (self.outlet, "Lingyang:"),
        ):
            self.assertEqual(self._paper(self._draft(unit=unit))["address"], address)

    def test_correction_names_what_it_supersedes(self):
        old = self._issued()
        draft = self._draft().browse(old.action_correct()["res_id"])
        self.assertEqual(
            self._texts(self._page(draft), "ts-superseding"),
            ["This circular supersedes 张电营销〔2026〕1号."],
        )
        self.assertFalse(self._texts(self._page(old), "ts-superseding"))

    def test_draft_says_so(self):
        """Neither number nor day nor seal, and a note that it may change."""
        page = self._page(self._draft())
        self.assertEqual(self._texts(page, "ts-number"), ["张电营销〔2026〕___号"])
        self.assertEqual(self._texts(page, "ts-sign-sealed"), ["(Seal here) City —"])
        self.assertEqual(len(self._texts(page, "ts-draft")), 1)
        self.assertFalse(self._texts(page, "ts-seal"))

    def test_chinese_paper_has_its_day_in_chinese_figures(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env.company.telecom_lang = "zh_CN"
        paper = self._paper(self._issued())
        self.assertEqual(paper["day"], "二〇二六年三月十五日")
        self.assertEqual(paper["imprint"], "2026年3月15日印发")

    def test_no_page_without_a_word_of_the_text(self):
        """However long the text, the signature stands with its last paragraph."""
        for count in range(1, 45):
            lines = [f"Paragraph {number}." for number in range(count)]
            paper = self._paper(self._draft(body="\n".join(lines)))
            printed = [
                paper["paragraphs"].get(piece.key)
                for page in paper["pages"]
                for piece in page
            ]
            self.assertEqual(printed[1:-1], lines[:-1])
            self.assertEqual(paper["last_text"], lines[-1])
            self.assertEqual(paper["pages"][-1][-1].key, "foot")

    def _content(self, rows):
        """Return the content of a paper with a table of so many rows and a total."""
        columns = [
            {"label": "Name", "kind": "name", "width": None},
            {"label": "Points", "kind": "points", "width": "20%"},
        ]
        return {
            "title": "Performance",
            "number": "City 2026/1",
            "supersedes": "",
            "body": ["In January.", "By people:"],
            "closing": ["Keep it up."],
            "chart": None,
            "notes": [],
            "annexes": [],
            "tables": [
                {
                    "key": "people",
                    "title": "People",
                    "columns": columns,
                    "rows": [[f"P{number}", 1] for number in range(rows)],
                    "total": ["Total", rows],
                }
            ],
        }

    def test_a_table_uses_the_page(self):
        """Heights in points of 16.9 a row, 51 rows a page; see paper_layout.xml.

        Head 51 + 32 + 26 + 31 + 35 = 175, so 10.4; two lines of text 2 x (24.3 + 5.2),
        so 3.5; caption and heads 35 + 16.9, so 3.1; the total 1. That leaves 33 rows.
        Of 32 the total stands on the first page; 36 need a second one.
        """
        paper = self.env[f"report.{REPORT}"]
        for rows, last in ((32, 0), (36, 1)):
            pages = paper._get_pages(self._content(rows))
            [page] = [
                number
                for number, pieces in enumerate(pages)
                if any(piece.key == "people" and piece.is_last for piece in pieces)
            ]
            self.assertEqual(page, last, rows)

    def test_cells_have_no_indent(self):
        """Names of five letters, 10 wide, stand in a line of a column 12 wide.

        Only paragraphs begin 4 further in, with which a name would take two lines.
        """
        paper = self.env["report.telecom_sales_system.report_circular"]
        column = {"width": "90%"}, {"width": None}
        rows = [["", "武陵源分局"], ["", "储汇分局（含保险）"]]
        table = {"key": "one", "columns": column, "rows": rows, "total": None}
        self.assertEqual(paper._build_table_block(table).row_heights, (1, 2))

    def test_copies_are_sealed(self):
        circular = self._issued(copy_to="Province")
        self.assertIn('"copy_to":"Province"', circular.snapshot)
        self.assertEqual(circular._get_faults(), [])

    def _print(self, circulars, user):
        reports = self.env["ir.actions.report"].with_user(user)
        reports = reports.with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(REPORT, circulars.ids)[0]

    def test_an_issued_circular_has_one_paper(self):
        """Whoever prints it, long after its names have changed, gets the very file."""
        circular = self._issued()
        issued = circular.pdf_attachment_id.raw
        self.city.name = "City Bureau"
        for user in (self.service, self.anna.user_id, self.auditor):
            self.assertEqual(self._print(circular, user), issued)
        draft = self.env["telecom.circular"].browse(circular.action_correct()["res_id"])
        self._issue(draft.with_user(self.service))
        self.assertEqual(circular.state, "superseded")
        self.assertEqual(self._print(circular, self.service), issued)
        stranger = self._create_user("stranger", "salesperson")
        with self._refused(AccessError, ""):
            self._print(circular, stranger)

    def test_several_are_printed_as_one(self):
        """Two issued ones of a page each and the draft's page are three pages."""
        drafts = [
            self._draft().with_context(force_report_rendering=True) for _ in range(3)
        ]
        first, second = map(self._issue, drafts[:2])
        content = self._print(first + drafts[2] + second, self.service)
        self.assertEqual(len(PdfReader(BytesIO(content)).pages), 3)

"""Files for tests that read workbooks: good ones, and archives made by hand."""

import io
import zipfile

from openpyxl import Workbook

NAMES = "http://schemas.openxmlformats.org"
MAIN = f"{NAMES}/spreadsheetml/2006/main"
OFFICE = f"{NAMES}/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    f'<Relationships xmlns="{NAMES}/package/2006/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def saved(book):
    """Return the bytes of a workbook of openpyxl."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(sheets):
    """Return the bytes of a workbook: ``{sheet: {cell: value}}``."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for cell, value in cells.items():
            sheet[cell] = value
    return saved(book)


def sheet_xml(body):
    """Return the document of a sheet with these elements in it."""
    return f'<worksheet xmlns="{MAIN}">{body}</worksheet>'


def archive(sheet, method=zipfile.ZIP_DEFLATED, **parts):
    """Return the bytes of a workbook of one sheet, given as text.

    :param parts: further parts by their name, and those to replace
    """
    parts = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
    } | parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, text in parts.items():
            if text is not None:
                target.writestr(name, text)
    return buffer.getvalue()

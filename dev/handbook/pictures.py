"""Make the pictures of the handbook and of the page in Apps from the demo company."""

import argparse
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from dev.commands.pictures import arguments
from dev.handbook import LANGUAGES, SOURCE
from dev.screenshot import Session, open_page, serving
from dev.session import free_port
from dev.setup.paths import MAIN_ADDON, REPO

DESCRIPTION = REPO / MAIN_ADDON / "static" / "description"
LARGEST = 150_000
COLOURS = 128
WIDE, WIDEST, PHONE = (1280, 800), (1399, 900), (390, 844)
# Rows are opened at their first cell after the box; groups are closed at first.
ROW = ".o_data_row .o_data_cell:nth-of-type(2)"
SECOND_ROW = f".o_data_row ~ {ROW}"
GROUP = ".o_group_header"
STEP, LINES, PAY = (
    f"button[name=action_{name}]"
    for name in ("open_step", "open_lines", "register_payment")
)


class Picture(NamedTuple):
    """A page of the demo as one of its users sees it."""

    name: str
    login: str
    url: str
    clicks: tuple = ()
    size: tuple = WIDE

    def get_path(self, lang):
        """Return the file of the picture in a language."""
        return SOURCE / "images" / lang / f"{self.name}.png"


class DescriptionPicture(Picture):
    """A picture of the page in Apps and of the README."""

    def get_path(self, lang):
        """Return the file of the picture in a language."""
        ending = "" if lang == "en" else f"_{lang}"
        return DESCRIPTION / f"{self.name}{ending}.png"


class Paper(NamedTuple):
    """The first page of the newest circular that the demo has issued, in Chinese."""

    name: str
    login: str
    width: int

    def get_path(self, _lang):
        """Return the file of the picture."""
        return DESCRIPTION / f"{self.name}.png"


PICTURES = (
    Picture("phone", "cl01", "/odoo/telecom-dashboard", size=PHONE),
    Picture("visit", "cl01", "/odoo/visits", (ROW,)),
    Picture("log", "cl01", "/odoo/telecom-my-sales-logs", (SECOND_ROW,)),
    Picture("circular", "cl01", "/odoo/my-circulars", (ROW,)),
    Picture("manager", "cl", "/odoo/telecom-dashboard"),
    Picture("meeting", "dxdb", "/odoo/telecom-meetings", (ROW,)),
    Picture("report", "sz", "/odoo/telecom-monthly-reports", (GROUP, ROW)),
    Picture("scorecard", "cl", "/odoo/telecom-scorecards", (ROW,)),
    Picture("department", "service", "/odoo/telecom-dashboard"),
    Picture("setup", "service", "/odoo/telecom-setup"),
    Picture("move", "service", "/odoo/telecom-salespeople", (ROW, STEP)),
    Picture("tiers", "service", "/odoo/telecom-tier-reviews", (ROW, LINES)),
    Picture("close", "service", "/odoo/telecom-periods", (ROW,)),
    Picture("dashboard", "leader", "/odoo/telecom-dashboard"),
    Picture("case", "leader", "/odoo/telecom-arrears-cases", (ROW,)),
    Picture("ledger", "auditor", "/odoo/telecom-ledger"),
    Picture("payment", "accountant", "/odoo/customer-invoices", (ROW, PAY)),
)
DESCRIPTIONS = (
    DescriptionPicture("dashboard", "leader", "/odoo/telecom-dashboard", size=WIDEST),
    DescriptionPicture("close", "service", "/odoo/telecom-periods", (ROW,), WIDEST),
    DescriptionPicture("scorecard", "cl", "/odoo/telecom-scorecards", (ROW,), WIDEST),
    DescriptionPicture("phone", "cl01", "/odoo/telecom-dashboard", size=PHONE),
)
PAPERS = (Paper("circular", "service", 700),)
# What Odoo calls the languages.
CODES = {"en": "en_US", "zh_CN": "zh_CN"}


def get_files():
    """Return the paths of all pictures."""
    shots = {p.get_path(lang) for p in PICTURES + DESCRIPTIONS for lang in LANGUAGES}
    return shots | {paper.get_path("zh_CN") for paper in PAPERS}


def main(options):
    """Make the pictures; return 1 if something is wrong with one of them."""
    port = options.port or free_port()
    failed = []
    with serving(options.db, port, is_running=bool(options.port)):
        for lang in LANGUAGES:
            for picture in PICTURES + DESCRIPTIONS:
                if not options.names or picture.name in options.names:
                    failed += _shoot(options.db, port, picture, lang)
        for paper in PAPERS:
            if not options.names or paper.name in options.names:
                _print(options.db, port, paper)
    print(*failed, sep="\n", end="\n" if failed else "", file=sys.stderr)
    return int(bool(failed))


def _shoot(database, port, picture, lang):
    """Take a picture; return what is wrong with it."""
    session = Session(
        f"http://127.0.0.1:{port}", database, picture.login, _get_password(picture)
    )
    width, height = picture.size
    options = argparse.Namespace(
        url=picture.url, width=width, height=height, click=picture.clicks
    )
    with session.speaking(CODES[lang]):
        content, problems = open_page(options, session.root, session.cookie)
    path = picture.get_path(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_shrink(content))
    if path.stat().st_size > LARGEST:
        problems = [*problems, f"{path.stat().st_size} bytes"]
    print(f"{path.relative_to(REPO)}: {path.stat().st_size} bytes")
    return [f"{path.relative_to(REPO)}: {problem}" for problem in problems]


def _get_password(picture):
    return "admin" if picture.login == "admin" else "telecom"


def _print(database, port, paper):
    """Turn the first page of the newest circular into a picture."""
    session = Session(f"http://127.0.0.1:{port}", database, paper.login, "telecom")
    [found] = session.call(
        "/web/dataset/call_kw/telecom.circular/search_read",
        model="telecom.circular",
        method="search_read",
        args=[[("state", "=", "issued"), ("kind", "=", "performance")], ["name"]],
        kwargs={"limit": 1, "order": "issued_on desc, id desc"},
    )
    content = session.load(f"/telecom/circular/{found['id']}/pdf")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "paper.pdf"), Path(folder, "paper")
        source.write_bytes(content)
        scale = ["-scale-to-x", str(paper.width), "-scale-to-y", "-1"]
        command = ["pdftoppm", "-png", "-singlefile", "-f", "1", *scale, source, target]
        subprocess.run(command, check=True)
        path = paper.get_path("zh_CN")
        path.write_bytes(_shrink(target.with_suffix(".png").read_bytes()))
    print(f"{path.relative_to(REPO)}: {path.stat().st_size} bytes")


def _shrink(content):
    """Return a PNG with few colours: a screen has few, and the file is a third."""
    from PIL import Image

    target = io.BytesIO()
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser)
    sys.exit(main(parser.parse_args()))

"""The handbook in `docs/handbook/`: its pages as HTML, its pictures from the demo."""

from dev.setup.paths import MAIN_ADDON, REPO

LANGUAGES = ("en", "zh_CN")
# In the order of the index.
PAGES = (
    "index",
    "salesperson",
    "manager",
    "department",
    "leader",
    "auditor",
    "accountant",
    "administrator",
)
SOURCE = REPO / "docs" / "handbook"
# The same files again, for whoever has the wheel and no checkout.
PACKED = REPO / MAIN_ADDON / "static" / "handbook"

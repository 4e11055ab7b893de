"""Fail unless Odoo has taken the addon from below a folder."""

import sys
from pathlib import Path

from odoo.modules.module import get_module_path

path = Path(get_module_path("telecom_sales_system"))
if not path.is_relative_to(sys.argv[1]):
    sys.exit(f"the addon comes from {path}")

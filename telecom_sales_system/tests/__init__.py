"""All tests, by names that Odoo's own runner finds: it looks at this package only."""

import importlib
import pkgutil

for _info in pkgutil.walk_packages(__path__, f"{__name__}."):
    _module = importlib.import_module(_info.name)
    _path = _info.name.removeprefix(f"{__name__}.")
    if _path.rpartition(".")[2].startswith("test_"):
        globals()[f"test_{_path.replace('.', '_')}"] = _module

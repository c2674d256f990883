"""Where the files stand that the programme reads at run time: inside the wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_IN_CHECKOUT: Final = {"schema": "datapackage/schema", "vocab": "vocab", "site_templates": "site_templates"}


def data_folder(name: str) -> Path:
    """Give the folder `schema`, `vocab` or `site_templates`.

    Raises:
        FileNotFoundError: the installation is damaged: neither the wheel nor a checkout has the folder.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / _IN_CHECKOUT[name]):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"keikaku is not completely installed: {name} is missing")

"""Plan rules: what must hold between rows. Each is one decorated function; importing this package registers all."""

from keikaku.check.rules import corrections, figures, hierarchy, ids, indicators, pages, periods, started
from keikaku.check.rules.grid import RULES, Grid

__all__ = ["RULES", "Grid", "corrections", "figures", "hierarchy", "ids", "indicators", "pages", "periods", "started"]

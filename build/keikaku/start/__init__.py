"""Starting a city: its code looked up, its folder made."""

from keikaku.start.city import LICENCES, Start, add_licence, create, plan_id_of, started, year_of
from keikaku.start.municipalities import Municipality, find, load_municipalities

__all__ = [
    "LICENCES",
    "Municipality",
    "Start",
    "add_licence",
    "create",
    "find",
    "load_municipalities",
    "plan_id_of",
    "started",
    "year_of",
]

"""Import: what staff typed, in whatever kind of file, becomes the tables of a city."""

from keikaku.intake.account import Account
from keikaku.intake.changes import Change
from keikaku.intake.entries import Reading
from keikaku.intake.keep import FORMER, former_states, write
from keikaku.intake.lost import to_cp932
from keikaku.intake.run import Intake, Request, take_back, take_in

__all__ = [
    "FORMER",
    "Account",
    "Change",
    "Intake",
    "Reading",
    "Request",
    "former_states",
    "take_back",
    "take_in",
    "to_cp932",
    "write",
]

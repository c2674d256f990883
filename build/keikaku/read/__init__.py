"""Reading: from files to cells with their places."""

from keikaku.read.city import (
    CONFIG,
    TABLES,
    City,
    CityFolder,
    Contact,
    Licence,
    city_files,
    city_folders,
    folders_by_name,
    read_city,
    read_file,
)
from keikaku.read.table import EVERY, RawTable, Reading, letters
from keikaku.read.workbook import NOTE_PREFIX

__all__ = [
    "CONFIG",
    "EVERY",
    "NOTE_PREFIX",
    "TABLES",
    "City",
    "CityFolder",
    "Contact",
    "Licence",
    "RawTable",
    "Reading",
    "city_files",
    "city_folders",
    "folders_by_name",
    "letters",
    "read_city",
    "read_file",
]

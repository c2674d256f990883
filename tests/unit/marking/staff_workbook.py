"""A workbook as staff have it, with much that a careless copy would lose, and problems in it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from keikaku.problem import Problem, Where

NAME = "計画.xlsx"


def staff_workbook(path: Path) -> Path:
    book = Workbook()
    goals = book.active
    assert goals is not None
    goals.title = "目標"
    goals.append(["指標", "値", "単位", "備考"])
    for number in range(20):
        goals.append([f"指標{number}", f"約{number}", "％", None])
    goals["B3"].comment = Comment("職員のメモ", "山田")
    goals["A9"].comment = Comment("触らないこと", "山田")
    goals["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    goals["B4"].number_format = "0.00"
    goals["B4"].font = Font(bold=True)
    goals["B4"].protection = Protection(locked=False)
    goals.column_dimensions["A"].width = 33
    goals.freeze_panes = "A2"
    goals.protection.sheet = True
    goals.conditional_formatting.add("B2:B9", CellIsRule("equal", ["1"], font=Font(color="FF0000")))
    units = DataValidation(type="list", formula1='"%,件"')
    units.add("C2:C21")
    goals.add_data_validation(units)
    chart = BarChart()
    chart.add_data(Reference(goals, min_col=2, min_row=1, max_row=5))
    goals.add_chart(chart, "F2")
    goals.print_area = "A1:D21"
    results = book.create_sheet("It's 実績")
    results.append(["指標", "値"])
    results.merge_cells("A2:A4")
    results.print_area = "A1:B9"
    hidden = book.create_sheet("隠し")
    hidden.sheet_state = "hidden"
    book.active = 1
    book.save(path)
    return path


def problem(code: str, sheet: str, cell: str, file: str = NAME, **facts: str | int) -> Problem:
    return Problem(code, Where(f"ena/tables/{file}", sheet, cell), facts)


def problems(file: str = NAME) -> list[Problem]:
    value = {"title_ja": "値", "title_en": "value"}
    found = [
        problem("E203", "目標", f"B{row}", file, value=f"約{row - 2}", guess=row - 2, **value) for row in range(2, 8)
    ]
    return [
        problem("W216", "目標", "C5", file, value="％"),
        *found,
        problem("E201", "目標", "B3", file, **value),
        problem("E113", "It's 実績", "A2:A4", file),
        problem("E201", "It's 実績", "A3", file),
        problem("E201", "It's 実績", "D9", file),
        problem("E106", "目標", "", file, column="x", **value),
        problem("E203", "目標", "B9", "別の.xlsx", value="約", guess=1),
    ]

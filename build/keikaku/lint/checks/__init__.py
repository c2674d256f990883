"""The checks of any sheet; importing this package registers them all."""

from keikaku.lint.checks import area, cells, choices, form, numbers, times, workbook

__all__ = ["area", "cells", "choices", "form", "numbers", "times", "workbook"]

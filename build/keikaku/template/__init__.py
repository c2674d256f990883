"""The workbook that staff fill, made of the form and of what a city has already."""

from keikaku.template.make import Made, make_template

__all__ = ["Made", "make_template"]

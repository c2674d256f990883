"""Preview images: the pictures that stand for pages where their addresses are shared (`og:image`)."""

from keikaku.preview.press import Press, find_press
from keikaku.preview.write import write_previews

__all__ = ["Press", "find_press", "write_previews"]

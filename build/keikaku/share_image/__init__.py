"""Share images: the pictures that stand for pages where their addresses are shared (`og:image`)."""

from keikaku.share_image.press import Press, find_press
from keikaku.share_image.write import share_image_pages, write_share_images

__all__ = ["Press", "find_press", "share_image_pages", "write_share_images"]

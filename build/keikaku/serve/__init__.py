"""Serving: a preview of a built site."""

from keikaku.serve.static import serve_static

__all__ = ["serve_static"]

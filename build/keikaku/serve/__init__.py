"""Serving: a preview of a built site, and a server with a SPARQL endpoint (`keikaku.serve.app`, imported when used)."""

from keikaku.serve.static import serve_static

__all__ = ["serve_static"]

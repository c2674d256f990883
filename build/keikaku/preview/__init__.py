"""The command `keikaku preview`: shows the site while its tables are edited, and writes it as a build would.

A saved edit takes three steps. `tables` reads and checks what changed, `draft` shows any page of it at once, made when
the browser asks, and `build` writes the whole site meanwhile, taking what did not change from its cache. `session`
leads them, `server` shows what there is to a browser, `watch` tells what was saved.
"""

"""Run as `python -m keikaku`."""

from keikaku.cli import main

main()

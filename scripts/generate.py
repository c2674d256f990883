"""Write every file that is generated from the schema, or tell with --check which of them have drifted."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "build"))

from keikaku.generate import generated_files  # noqa: E402 - the path must be set first


def main() -> int:
    """Write or compare; 1 where --check found a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where a file differs")
    check = parser.parse_args().check
    drifted = []
    for name, text in generated_files().items():
        path = ROOT / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        drifted.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in drifted:
        print(f"{'differs' if check else 'written'}: {name}")
    return 1 if check and drifted else 0


if __name__ == "__main__":
    sys.exit(main())

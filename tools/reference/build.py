"""Writes docs/reference: command line, JSON, Python, errors, settings, catalog, profiles, query language, glossary.

    python tools/reference/build.py            write the pages
    python tools/reference/build.py --check    compare with what is there; exit 1 if a page is stale or something has no words

Words that the code does not have stand beside this file, in YAML and Markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import contract
import pages
import queries
import verbs

FOLDER = Path(__file__).resolve().parents[2] / "docs/reference"
PAGES: dict[str, Callable[[], str]] = {
    "cli.md": verbs.render,
    "json.md": contract.render,
    "query.md": queries.render,
    "python.md": pages.python_page,
    "profiles.md": pages.profiles_page,
    "settings.md": pages.settings_page,
    "errors.md": pages.errors_page,
    "catalog.md": pages.catalog_page,
    "glossary.md": pages.glossary_page,
}


def gaps() -> list[str]:
    """What has no words."""
    return [*contract.gaps(), *pages.catalog_gaps(), *pages.glossary_gaps(), *pages.settings_gaps(), *verbs.gaps()]


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    wrong = gaps()
    for name, render in PAGES.items():
        file, text = FOLDER / name, render()
        if check and (not file.exists() or file.read_text("utf-8") != text):
            wrong.append(f"docs/reference/{name} is stale: run python tools/reference/build.py")
        elif not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    print("".join(f"{one}\n" for one in wrong), end="", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

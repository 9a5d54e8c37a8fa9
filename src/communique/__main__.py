"""`python -m communique` is the command line."""

from __future__ import annotations

from communique.access.cli.app import run

if __name__ == "__main__":
    run()

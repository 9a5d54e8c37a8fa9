"""The command line. `main` is the console script."""

from __future__ import annotations


def main() -> None:
    """Run `communique`."""
    from communique.access.cli.app import run

    run()

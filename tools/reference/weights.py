"""Prints what each installed package weighs on the disk, the heaviest first; with --licences, its licence too.

python tools/reference/weights.py [--licences] [--top N]
"""

from __future__ import annotations

import argparse
from importlib.metadata import Distribution, distributions
from pathlib import Path


def size(package: Distribution) -> int:
    """Bytes of the files that a package has installed."""
    files = (Path(str(package.locate_file(file))) for file in package.files or ())
    return sum(file.stat().st_size for file in files if file.is_file())


def licence(package: Distribution) -> str:
    """The licence as the package states it: the SPDX expression, else the classifier, else the first line of its field."""
    stated = package.metadata.get("License-Expression")
    if stated:
        return stated
    classes = [c.split(" :: ")[-1] for c in package.metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return ", ".join(classes) or (package.metadata.get("License") or "not stated").splitlines()[0][:60]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--licences", action="store_true")
    parser.add_argument("--top", type=int, default=15)
    given = parser.parse_args()
    found = sorted(((size(one), one) for one in distributions()), key=lambda pair: -pair[0])
    for weight, one in found[: given.top]:
        words = f"  {licence(one)}" if given.licences else ""
        print(f"{weight / 1e6:7.1f} MB  {one.metadata['Name']} {one.version}{words}")
    rest = sum(weight for weight, _ in found[given.top :])
    print(f"{rest / 1e6:7.1f} MB  {max(len(found) - given.top, 0)} others")
    print(f"{sum(weight for weight, _ in found) / 1e6:7.1f} MB  together")


if __name__ == "__main__":
    main()

"""One frozen Settings, passed in: flag over environment over file."""

from __future__ import annotations

import getpass
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from communique.errors import HoldingsError

ARCHIVE_VARIABLE = "COMMUNIQUE_ARCHIVE"
USER_VARIABLE = "COMMUNIQUE_USER"
READER_VARIABLE = "COMMUNIQUE_READER"
ANY_LANGUAGE = "any"  # of scans: those of the issuer, else all that are installed
DEFAULT_ARCHIVE = Path("communique.archive")


@dataclass(frozen=True, slots=True)
class Settings:
    """How an archive is opened and written.

    Sizes are bytes, times seconds. `archive.toml` may set `user`, `workers`, `max_warc`, `max_item`, `ocr`, `ocr_lang`,
    `experimental`, `reader`, `token` under `[settings]`.
    """

    user: str | None = None  # who decides; None: the login name
    workers: int = 0  # processes for extraction and analysis; 0: one a core
    max_warc: int = 1_000_000_000  # a WARC is closed and a new one begun beyond this
    max_item: int = 256_000_000  # one item larger than this (unpacked) is a fault
    max_page: int = 20_000_000  # an HTML page larger than this is kept, not read
    group_records: int = 500  # one transaction holds at most so many records
    group_seconds: float = 1.0  # ... or so long
    busy_seconds: float = 5.0  # how long a writer waits for another's transaction
    ocr: bool = False  # pages without a text layer are read by the program tesseract, where it is installed
    ocr_lang: str | None = None  # languages they are read in, such as `en,fr`; None: the issuer's, else all installed
    keep_page_text: bool = True  # the whole page's text beside the statement's
    experimental: bool = True  # claims in languages that are read without a measured floor are shown, marked as such
    reader: object | None = None  # who reads: a name, or a reader of your own that can be pickled; None: `encoder`
    keep_open: bool = False  # connections to the catalog stay open between questions: for a server, which asks many
    token: str | None = None  # digest of the token that the web server asks for; written by `serve --token`

    def worker_count(self) -> int:
        """How many worker processes: as set, else one a core this process may use."""
        if self.workers:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_FROM_FILE: dict[str, tuple[type, int]] = {
    "user": (str, 0),
    "workers": (int, 0),
    "max_warc": (int, 1),
    "max_item": (int, 1),
    "ocr": (bool, 0),
    "ocr_lang": (str, 0),
    "experimental": (bool, 0),
    "reader": (str, 0),
    "token": (str, 0),
}


def archive_path(flag: str | Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the archive is: the flag, else `$COMMUNIQUE_ARCHIVE`, else `./communique.archive`."""
    return Path(flag or environ.get(ARCHIVE_VARIABLE) or DEFAULT_ARCHIVE)


def load_settings(folder: Path, base: Settings | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings of the archive in `folder`: its `archive.toml` over the given ones; `$COMMUNIQUE_READER` over its reader.

    Raises:
        HoldingsError: when archive.toml is not valid.
    """
    settings = _from_file(folder / "archive.toml", base or Settings())
    named = environ.get(READER_VARIABLE)
    return replace(settings, reader=named) if named and (base is None or base.reader is None) else settings


def _from_file(file: Path, settings: Settings) -> Settings:
    if not file.exists():
        return settings
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("settings", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HoldingsError(f"{file}: not valid TOML: {error}", "Mend the file or restore it from a copy.") from error
    if not isinstance(table, dict):
        raise HoldingsError(f"{file}: settings is {table!r}, expected a table", "Mend the file.")
    values = {name: table[name] for name in _FROM_FILE if name in table}
    for name, value in values.items():
        kind, least = _FROM_FILE[name]
        if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
            raise HoldingsError(f"{file}: settings.{name} is {value!r}, expected {kind.__name__}", "Mend the file.")
        if isinstance(value, int) and value < least:
            raise HoldingsError(f"{file}: settings.{name} is {value}, expected at least {least}", "Mend the file.")
    return replace(settings, **values)


def write_setting(folder: Path, name: str, value: str) -> None:
    """Put one setting into archive.toml, in the place of what it was; every other line stays as it is.

    Raises:
        HoldingsError: the file cannot be read or written.
    """
    file = folder / "archive.toml"
    line = f"{name} = {json.dumps(value)}"
    try:
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        head = next((n for n, one in enumerate(lines) if one.strip() == "[settings]"), None)
        if head is None:
            lines, head = [*lines, "[settings]"], len(lines)
        end = next((n for n in range(head + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
        kept = [one for one in lines[head + 1 : end] if one.partition("=")[0].strip() != name]
        partial = file.with_name(f"{file.name}.partial")
        partial.write_text("\n".join([*lines[: head + 1], *kept, line, *lines[end:]]) + "\n", "utf-8")
        partial.replace(file)
    except (OSError, UnicodeDecodeError) as error:
        raise HoldingsError(f"{file}: {error}", "Check its permissions.") from error


def deciding_user(by: str | None, settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """Who decides: `--by`, else `$COMMUNIQUE_USER`, else archive.toml, else the login name."""
    named = by or environ.get(USER_VARIABLE) or settings.user
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"

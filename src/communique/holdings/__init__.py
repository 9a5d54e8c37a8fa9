"""The room `holdings`: what is kept - originals, catalog, history, decisions, locks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import update

from communique.errors import ArchiveTooNew, HoldingsError, NotFound
from communique.holdings import hosts
from communique.holdings.books import Books, Edited, Recorded
from communique.holdings.catalog import Catalog
from communique.holdings.claim_books import ClaimBooks
from communique.holdings.claim_rows import Due
from communique.holdings.composing import EDITABLE, Composer
from communique.holdings.correcting import correction
from communique.holdings.decisions import Decisions
from communique.holdings.decisions import new as new_decision
from communique.holdings.ingest import Ingest
from communique.holdings.keeping import Decode, Kept, identify, names_of, place, refers_to, revisited
from communique.holdings.layout import FORMAT, Layout
from communique.holdings.ledger import Ledger
from communique.holdings.lock import ingest_lock, is_free
from communique.holdings.manifest import Line, Manifest, prefix_digests
from communique.holdings.originals import Originals, cdxj_line, replace_file
from communique.holdings.outbox import Outbox
from communique.holdings.overview import Overview
from communique.holdings.rows import entry
from communique.holdings.schema import faults
from communique.holdings.views import Views
from communique.holdings.warc import Accession, Placed, passed_over, serialise, unfolded, walk
from communique.issuers import Issuers
from communique.model import WarcRecord
from communique.settings import Settings
from communique.times import now

__all__ = [
    "EDITABLE",
    "Accession",
    "Books",
    "Catalog",
    "ClaimBooks",
    "Decode",
    "Due",
    "Edited",
    "Holdings",
    "Ingest",
    "Kept",
    "Layout",
    "Ledger",
    "Line",
    "Manifest",
    "Originals",
    "Outbox",
    "Placed",
    "Recorded",
    "cdxj_line",
    "correction",
    "entry",
    "hosts",
    "identify",
    "ingest_lock",
    "is_free",
    "names_of",
    "new_decision",
    "passed_over",
    "place",
    "prefix_digests",
    "refers_to",
    "revisited",
    "serialise",
    "walk",
]  # fmt: skip

_TOML = """# Communique archive. Settings that may stand under [settings]: user, workers, max_warc, max_item, ocr, ocr_lang,
# experimental, reader.
format = {format}
created = "{created}"

[settings]
"""


class Holdings:
    """The kept things of one archive folder."""

    def __init__(self, layout: Layout, settings: Settings, issuers: Issuers, catalog: Path | None = None) -> None:
        self.layout = layout
        self.settings = settings
        self.catalog = Catalog(catalog or layout.catalog, settings.busy_seconds, settings.keep_open)
        self.composer = Composer(issuers, settings.keep_page_text)
        self.originals = Originals(layout, settings.max_warc)
        self.views = Views(self.catalog, experimental=settings.experimental)
        self.overview = Overview(self.catalog)
        self.outbox = Outbox(self.catalog, experimental=settings.experimental)
        self.claims = ClaimBooks(self.catalog, self.composer)
        self.ledger = Ledger(self.catalog)
        self.decisions = Decisions(layout, self.catalog, self.composer)

    def ingest(self, decode: Decode) -> Ingest:
        """A writing session; the caller holds the ingest lock."""
        return Ingest(self.catalog, self.originals, self.composer, decode)

    def dismiss(self, fault: int | None) -> int:
        """Dismiss one open fault, or all of them. Returns how many.

        Raises:
            NotFound: no open fault of that number.
        """
        change = update(faults).where(faults.c.state == "open").values(state="dismissed")
        with self.catalog.write() as connection:
            done = connection.execute(change if fault is None else change.where(faults.c.id == fault)).rowcount
        if fault is not None and not done:
            raise NotFound(f"faults: no open fault {fault}", 'See "communique faults".')
        return done

    def misfits(self) -> Iterator[str]:
        """Statements whose values are not what their current version and the decisions on them say.

        Name and country of an issuer are left aside: they follow its profile, which may have changed since.
        """
        with self.catalog.read() as connection:
            for row, version, capture, decided in self.views.composed(connection):
                if version is None or capture is None or not version["current"]:
                    yield row["id"]
                    continue
                made = self.composer.compose(capture, version, decided)
                if any(made[name] != row[name] for name in made.keys() - {"issuer_name", "country"}):
                    yield row["id"]

    def records(self, *, shown_only: bool) -> Iterator[bytes]:
        """The records of the originals, one gzip member each, in order; those of withdrawn statements only if asked for.

        A revisit of a record that is left out comes with that record's payload, and so does a row of a data set: what it
        says is its payload.

        Raises:
            HoldingsError: some records are damaged or missing; all sound ones were given before.
        """
        hidden, ids = self.views.withdrawn_records() if shown_only else (set(), set())
        damages: list[str] = []
        for name, known in self.views.known_originals().items():
            path, end = self.layout.originals / name, 0
            with path.open("rb") if path.exists() else nullcontext() as stream:
                for placed in walk(path, name, damaged=passed_over) if stream else ():
                    if placed.end > known:
                        break
                    if placed.offset > end:
                        damages.append(f"originals/{name} at {end}")
                    end = placed.end
                    whole = self._exported(placed, hidden, ids)
                    if whole is not None:
                        yield serialise(whole)
                    elif stream and not _left_out(placed, hidden, ids):
                        stream.seek(placed.offset)
                        yield stream.read(placed.length)
            if end < known:
                damages.append(f"originals/{name} at {end}")
        if damages:
            raise HoldingsError(f"export: not whole, damaged are {', '.join(damages[:5])}", 'Run "communique verify".')

    def _exported(self, placed: Placed, hidden: set[tuple[str, int]], ids: set[str]) -> WarcRecord | None:
        """A revisit that needs its payload, as a record of its own; None for any other."""
        row = placed.record.header("Content-Type") == "application/json"
        if placed.record.type != "revisit" or not (ids or row) or (placed.warc, placed.offset) in hidden:
            return None
        with self.catalog.read() as connection:
            target = revisited(connection, self.originals, placed.record)
        return unfolded(placed.record, target) if target and (row or target.header("WARC-Record-ID") in ids) else None

    @contextmanager
    def locked(self, verb: str) -> Iterator[None]:
        """Hold the ingest lock; see `ingest_lock`."""
        with ingest_lock(self.layout.lock, verb):
            yield


def _left_out(placed: Placed, hidden: set[tuple[str, int]], ids: set[str]) -> bool:
    """Whether an export leaves a record out: it shows something withdrawn, or speaks of such a record."""
    refers = placed.record.header("WARC-Concurrent-To") or placed.record.header("WARC-Refers-To")
    return (placed.warc, placed.offset) in hidden or (placed.record.type != "revisit" and refers in ids)


def prepare(layout: Layout, *, create: bool) -> None:
    """Make sure that an archive lies in the folder, and one that this program can read.

    Raises:
        NotFound: there is none, and `create` is false. ArchiveTooNew: a newer program wrote it.
        HoldingsError: the folder is something else, or only half an archive, or cannot be read or written.
    """
    try:
        _prepare(layout, create=create)
    except OSError as error:
        where = error.filename or layout.folder
        raise HoldingsError(f"{where}: {error.strerror or error}", "Check its permissions, or name another --archive.") from error


def _prepare(layout: Layout, *, create: bool) -> None:
    import tomllib

    if not layout.settings.exists():
        if layout.folder.is_file():
            raise HoldingsError(f"{layout.folder}: a file, not the folder of an archive", "Name a folder with --archive.")
        if not create and not layout.originals.is_dir():
            raise NotFound(f"{layout.folder}: no archive here", 'Name one with --archive, or begin one with "communique add".')
        if create and layout.folder.is_dir() and any(layout.folder.iterdir()) and not layout.originals.is_dir():
            raise HoldingsError(f"{layout.folder}: not empty, and not an archive", "Name an empty or new folder.")
        layout.originals.mkdir(parents=True, exist_ok=True)
        replace_file(layout.settings, _TOML.format(format=FORMAT, created=now()[:19] + "Z"))
        return
    try:
        found = tomllib.loads(layout.settings.read_text("utf-8")).get("format")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HoldingsError(f"{layout.settings}: not valid TOML: {error}", "Mend it or restore it from a copy.") from error
    if not isinstance(found, int):
        raise HoldingsError(f"{layout.settings}: says no format", "Mend it or restore it from a copy.")
    if found > FORMAT:
        raise ArchiveTooNew(f"{layout.folder}: of format {found}, this program knows {FORMAT}", "Install a newer communique.")
    if not layout.originals.is_dir():
        if layout.catalog.exists() or layout.decisions.exists():
            raise HoldingsError(f"{layout.folder}: originals/ is missing (half a copy?)", "Copy the whole folder again.")
        layout.originals.mkdir()

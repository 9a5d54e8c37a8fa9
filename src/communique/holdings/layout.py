"""Where things lie in an archive folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMAT = 1  # of the folder; a program that knows less refuses to open it


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of an archive and what it holds."""

    folder: Path
    index_name: str = "index"  # another one while a new index is being made beside the old

    @property
    def settings(self) -> Path:
        return self.folder / "archive.toml"

    @property
    def originals(self) -> Path:
        return self.folder / "originals"

    @property
    def manifest(self) -> Path:
        return self.originals / "manifest.txt"

    @property
    def decisions(self) -> Path:
        return self.folder / "decisions.jsonl"

    @property
    def issuers(self) -> Path:
        return self.folder / "issuers"

    @property
    def names(self) -> Path:
        return self.folder / "names.yaml"

    @property
    def catalog(self) -> Path:
        return self.folder / "catalog.sqlite"

    @property
    def derived(self) -> Path:
        return self.folder / "derived"

    @property
    def index(self) -> Path:
        return self.derived / self.index_name

    @property
    def lock(self) -> Path:
        return self.folder / ".ingest.lock"

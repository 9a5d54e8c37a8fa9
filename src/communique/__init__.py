"""Communiqué: an archive of official statements that remembers and reads.

import communique

archive = communique.open("caucasus.archive")
archive.add("saved/*.html", issuer="am-mfa")
for hit in archive.search('mercenaries AND "civilian population"', issuer="az-mfa"):
    print(hit.date, hit.title, hit.quote)
"""

from __future__ import annotations

from communique.anchor import Anchor
from communique.archive import Archive, diff, extract
from communique.archive import open_archive as open  # `communique.open` reads as it should
from communique.errors import (
    ArchiveBusy,
    CommuniqueError,
    HoldingsError,
    NotFound,
    SourceError,
    UsageError,
)
from communique.issuers import Profile
from communique.model import Capture, Change, Decision, Edit, Extraction, Fault, Hit, Hits, Link, Statement, Version
from communique.query import Filters

__all__ = [
    "Anchor",
    "Archive",
    "ArchiveBusy",
    "Capture",
    "Change",
    "CommuniqueError",
    "Decision",
    "Edit",
    "Extraction",
    "Fault",
    "Filters",
    "Hit",
    "Hits",
    "HoldingsError",
    "Link",
    "NotFound",
    "Profile",
    "SourceError",
    "Statement",
    "UsageError",
    "Version",
    "diff",
    "extract",
    "open",
]

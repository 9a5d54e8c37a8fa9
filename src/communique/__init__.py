"""Communiqué: an archive of official statements that remembers and reads.

import communique

archive = communique.open("caucasus.archive")
archive.add("saved/*.html", issuer="am-mfa")
for hit in archive.search('mercenaries AND "civilian population"', issuer="az-mfa"):
    print(hit.date, hit.title, hit.quote)
"""

from __future__ import annotations

from communique.anchor import Anchor
from communique.archive import Archive, diff, extract, read
from communique.archive import open_archive as open  # `communique.open` reads as it should
from communique.errors import ArchiveBusy, CommuniqueError, HoldingsError, NotFound, UsageError
from communique.issuers import Profile
from communique.model import (
    Capture,
    Change,
    Claim,
    Decision,
    Edit,
    Extraction,
    Fault,
    Hit,
    Hits,
    Reading,
    Statement,
    Version,
)
from communique.query import Filters

__all__ = [
    "Anchor",
    "Archive",
    "ArchiveBusy",
    "Capture",
    "Change",
    "Claim",
    "CommuniqueError",
    "Decision",
    "Edit",
    "Extraction",
    "Fault",
    "Filters",
    "Hit",
    "Hits",
    "HoldingsError",
    "NotFound",
    "Profile",
    "Reading",
    "Statement",
    "UsageError",
    "Version",
    "diff",
    "extract",
    "open",
    "read",
]

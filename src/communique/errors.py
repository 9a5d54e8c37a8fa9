"""Every error that Communiqué raises on purpose.

CommuniqueError            who: what happened where; what to do
├── UsageError             the words of a call are wrong (exit 2)
├── NotFound               no archive, statement, version, issuer ... of that name
│   └── Ambiguous          several answer to that prefix
├── SourceError            bytes that cannot be taken in: missing, unreadable, broken, too large
│   └── MissingExtra       a format whose library is not installed
├── ExtractionError        bytes that were taken in but cannot be read
├── HoldingsError          what is kept is damaged or cannot be written
│   ├── ArchiveBusy        another process holds the ingest lock
│   ├── ArchiveTooNew      written by a newer version of the program
│   └── DiskFull           no space left; everything acknowledged is kept
├── SearchError            the search index cannot be opened or written
├── AnchorError            an anchor no longer matches its text
├── DecisionError          a decision that cannot be taken or undone
└── ProfileError           an issuer profile that is not valid
"""

from __future__ import annotations

import errno


class CommuniqueError(Exception):
    """Base of all errors: *who: what happened where; what to do.*

    Args:
        message: the whole message, readable as it stands.
        todo: what the user can do next, appended after a full stop; may be empty.
    """

    exit_code = 1

    def __init__(self, message: str, todo: str = "") -> None:
        super().__init__(f"{message.rstrip('.')}. {todo}" if todo else message)
        self.message = message
        self.todo = todo

    def __reduce__(self) -> tuple[type[CommuniqueError], tuple[str, str]]:
        return type(self), (self.message, self.todo)


class UsageError(CommuniqueError):
    """The words of a call are wrong."""

    exit_code = 2


class NotFound(CommuniqueError):
    """Nothing of that name here."""


class Ambiguous(NotFound):
    """Several things answer to that prefix."""


class SourceError(CommuniqueError):
    """Bytes that cannot be taken in."""


class MissingExtra(SourceError):
    """A format whose library is not installed."""


class ExtractionError(CommuniqueError):
    """Bytes that were taken in but cannot be read."""


class HoldingsError(CommuniqueError):
    """What is kept is damaged or cannot be written."""


class ArchiveBusy(HoldingsError):
    """Another process holds the ingest lock."""


class ArchiveTooNew(HoldingsError):
    """The archive was written by a newer version of the program."""


class DiskFull(HoldingsError):
    """No space left on the disk; everything acknowledged is kept."""


class SearchError(CommuniqueError):
    """The search index cannot be opened or written."""


class AnchorError(CommuniqueError):
    """An anchor no longer matches its text."""


class DecisionError(CommuniqueError):
    """A decision that cannot be taken or undone."""


class ProfileError(CommuniqueError):
    """An issuer profile that is not valid."""


_ROOM = "Make room, then run the same command again: it goes on where it stopped."


def disk_error(where: str, error: OSError, todo: str) -> HoldingsError:
    """What the system said of a file, as ours: DiskFull when there is no room, else HoldingsError."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    what = error.strerror or str(error)
    if error.filename and str(error.filename) not in where:
        what = f"{error.filename}: {what}"
    return (DiskFull if full else HoldingsError)(f"{where}: {what}", _ROOM if full else todo)

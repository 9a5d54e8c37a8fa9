"""Points in time: RFC 3339 in UTC, to the second where nothing finer was recorded."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_RFC3339 = re.compile(r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$", re.I)


def now() -> str:
    """The present, with microseconds, as `YYYY-MM-DDTHH:MM:SS.ffffffZ`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def rfc3339(moment: datetime) -> str:
    """A moment in UTC; one without a zone is taken as UTC. Fractions of a second only where there are any."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{moment.microsecond:06d}" if moment.microsecond else "") + "Z"


def parse_time(text: str | None) -> str | None:
    """A recorded time in its one form: ISO 8601, an HTTP or mail date, or the 14 digits of a web archive; else None."""
    value = (text or "").strip()
    try:
        if re.fullmatch(r"\d{14}", value):
            return rfc3339(datetime.strptime(value, "%Y%m%d%H%M%S"))
        if _RFC3339.match(value):
            return rfc3339(datetime.fromisoformat(re.sub(r"\s+(?=[Z+-])", "", value.upper())))
        if re.match(r"^[A-Za-z]{3},? ", value):
            return rfc3339(parsedate_to_datetime(value))
    except (ValueError, TypeError, OverflowError):
        return None
    return None


def day_of(moment: str) -> str:
    """The day of a time: its first ten characters."""
    return moment[:10]

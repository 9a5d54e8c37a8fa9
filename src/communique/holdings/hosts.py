"""What is kept of each host: line statistics, and which captures and versions they were used for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from communique import ids
from communique.holdings.schema import captures, hosts, versions

Lines = dict[str, int]
_PART = 400


@dataclass(slots=True)
class Host:
    """One host, as the table `hosts` has it."""

    host: str
    pages: int = 0
    documents: int = 0
    lines: Lines = field(default_factory=dict)
    of: int = 0
    counts: Lines = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    former: tuple[Lines, int] | None = None


def read(connection: Connection, names: Collection[str]) -> dict[str, Host]:
    """These hosts, as far as they are known."""
    found: dict[str, Host] = {}
    wanted = sorted(names)
    for at in range(0, len(wanted), _PART):
        for row in connection.execute(select(hosts).where(hosts.c.host.in_(wanted[at : at + _PART]))).mappings():
            found[row["host"]] = _host(row)
    return found


def lines_of(connection: Connection, names: Collection[str]) -> dict[str, tuple[Lines, int]]:
    """What extraction is given of these hosts: lines, and the pages they were counted from; hosts without any left out."""
    wanted, found = sorted(names), {}
    for at in range(0, len(wanted), _PART):
        query = select(hosts.c.host, hosts.c.lines, hosts.c.of).where(hosts.c.host.in_(wanted[at : at + _PART]))
        found.update({row.host: (dict(row.lines), row.of) for row in connection.execute(query) if row.lines})
    return found


def unsettled(connection: Connection) -> list[Host]:
    """Hosts of which pages wait to be read again."""
    rows = connection.execute(select(hosts).where(hosts.c.former.is_not(None)).order_by(hosts.c.host)).mappings()
    return [_host(row) for row in rows]


def write(connection: Connection, changed: Iterable[Host]) -> None:
    """Keep these as they are now."""
    rows = [{**asdict(one), "former": one.former} for one in changed]
    if rows:
        connection.execute(insert(hosts).prefix_with("OR REPLACE"), rows)


def pages(connection: Connection, host: str) -> Iterator[Mapping[Any, Any]]:
    """The versions of all statements of a host with what the page was: id, statement, text, page_text, furniture."""
    columns = (versions.c.id, versions.c.statement, versions.c.text, versions.c.page_text, versions.c.furniture)
    query = select(*columns, captures.c.url).join(captures, captures.c.id == versions.c.id).where(captures.c.dataset.is_(None))
    for low, high in _addresses(host):
        found = connection.execute(query.where(captures.c.url >= low, captures.c.url < high).execution_options(yield_per=200))
        yield from (row for row in found.mappings() if ids.host_of(row["url"]) == host)


def rename(connection: Connection, host: str, name: Callable[[str], str]) -> None:
    """Write anew what captures of a host that gave a text, and their versions, were made by."""
    for table, url, key in ((captures, captures.c.url, captures.c.id), (versions, captures.c.url, versions.c.id)):
        query = select(table.c.id, url, table.c.made_by).where(captures.c.content.is_not(None), captures.c.dataset.is_(None))
        if table is versions:
            query = query.join(captures, captures.c.id == versions.c.id)
        found: list[dict[str, Any]] = []
        for low, high in _addresses(host):
            for id_, address, made_by in connection.execute(query.where(url >= low, url < high)):
                if ids.host_of(address) == host and made_by and name(made_by) != made_by:
                    found.append({"key_id": id_, "made": name(made_by)})
        if found:
            connection.execute(update(table).where(key == bindparam("key_id")).values(made_by=bindparam("made")), found)


def captures_of(connection: Connection, statements: Sequence[str]) -> list[dict[str, Any]]:
    """The captures of statements that gave a text, in order of arrival."""
    found: list[dict[str, Any]] = []
    for at in range(0, len(statements), _PART):
        query = select(captures).where(captures.c.statement.in_(statements[at : at + _PART]), captures.c.content.is_not(None))
        found += [dict(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda row: row["seq"])


def _host(row: Mapping[Any, Any]) -> Host:
    former = row["former"]
    return Host(**{**row, "former": (former[0], former[1]) if former is not None else None})


def _addresses(host: str) -> Iterator[tuple[str, str]]:
    """Between which words the addresses of a host stand in their order; some others may stand there, too."""
    for scheme in ("http", "https"):
        for name in (host, f"www.{host}"):
            yield f"{scheme}://{name}", f"{scheme}://{name}~"

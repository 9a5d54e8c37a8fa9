"""The ledger: questions about claims. Own and reported claims are never counted together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, literal, literal_column, or_, select, true

from communique import ids
from communique.claim_query import COUNTS, ClaimFilters
from communique.errors import Ambiguous, NotFound, UsageError
from communique.holdings import rows
from communique.holdings.catalog import Catalog
from communique.holdings.claim_rows import ISSUER
from communique.holdings.conditions import NEWEST, SHOWN, conditions
from communique.holdings.counting import WAITS, not_read, waiting_for_reader
from communique.holdings.schema import claim_actors, claims, readings, statements, versions
from communique.model import Claim, Claims
from communique.query import Filters
from communique.text import UNSPACED, script_of

_TELLER: ColumnElement[Any] = func.coalesce(statements.c.country, statements.c.issuer)
_ACTOR: ColumnElement[Any] = case((claim_actors.c.actor == ISSUER, _TELLER), else_=claim_actors.c.actor)
_OF_STATEMENT = ("date", "title", "issuer", "country", "lang", "url", "date_low")


class Ledger:
    """Read access to claims. Withdrawn statements have none."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def page(
        self, asked: ClaimFilters, limit: int | None = None, cursor: str | None = None, counts: Sequence[str] = ()
    ) -> Claims:
        """Claims, those of the newest statements first, in the order of the text; with the counts asked for.

        Raises:
            UsageError: a cursor or a count that is none.
        """
        if set(counts) - set(COUNTS):
            raise UsageError(f"--counts: {', '.join(counts)} cannot be counted", f"Choose from {', '.join(COUNTS)}.")
        where = _where(asked)
        query = _ordered(_whole().where(where))
        if cursor:
            query = query.where(_after(cursor))
        with self.catalog.read() as connection:
            found = connection.execute(query if limit is None else query.limit(limit + 1)).mappings().all()
            total, own = connection.execute(_joined(select(func.count(), _sum_own(asked))).where(where)).one()
            counted = {one: _count(connection, asked, where, one) for one in counts}
            unread = not_read(connection, asked.statements, experimental=asked.experimental)
        more = limit is not None and len(found) > limit
        shown = found[:limit] if more else found
        following = _cursor(shown[-1]) if more and shown else None
        return Claims([rows.claim(row) for row in shown], own or 0, total - (own or 0), following, counted, unread)

    def every(self, asked: ClaimFilters) -> Iterator[Claim]:
        """All claims that answer, streamed from one consistent view, by statement."""
        query = _whole().where(_where(asked)).order_by(claims.c.statement, claims.c.version, claims.c.ordinal)
        with self.catalog.read() as connection:
            for row in connection.execute(query.execution_options(yield_per=500)).mappings():
                yield rows.claim(row)

    def of(self, version: str, *, experimental: bool = True) -> list[Claim]:
        """The claims of one version, in the order of the text."""
        asked = ClaimFilters(older=True, experimental=experimental)
        query = _whole().where(claims.c.version == version, _where(asked)).order_by(claims.c.ordinal)
        with self.catalog.read() as connection:
            return [rows.claim(row) for row in connection.execute(query).mappings()]

    def one(self, word: str) -> Mapping[str, Any]:
        """The row of a claim by its id or a unique prefix.

        Raises:
            NotFound, Ambiguous: none answers, or several.
        """
        low = word.lower()
        query = _joined(select(claims)).where(claims.c.id >= low, claims.c.id <= f"{low}~", SHOWN).limit(5)
        with self.catalog.read() as connection:
            found = connection.execute(query).mappings().all() if ids.looks_like_id(word) else []
        if not found:
            raise NotFound(f"{word}: no claim of that id", 'See "communique claims".')
        if len(found) > 1:
            raise Ambiguous(f"{word}: several claims answer to it: {', '.join(r['id'] for r in found)}", "Give more letters.")
        return dict(found[0])

    def facts(self, experimental: bool) -> dict[str, Any]:
        """What `status` says: own and reported claims of current versions, apart, and what is not read."""
        current = ClaimFilters(experimental=experimental)
        with self.catalog.read() as connection:
            counted = _joined(select(func.count(), _sum_own(current))).where(_where(current))
            total, own = connection.execute(counted).one()
            gaps = not_read(connection, Filters(), experimental=experimental)
            return {
                "own_claims": own or 0,
                "reported_claims": total - (own or 0),
                "waiting_for_reader": waiting_for_reader(connection),
                "not_read": {why: number for why, number in gaps.items() if why != WAITS},
            }

    def checked(self) -> Iterator[tuple[str, str]]:
        """Claims whose words do not stand where they should: the claim's id, and what is wrong."""
        columns = [claims.c[n] for n in ("id", "version", "start", "end", "quote", "source", "cue", "content", "text_digest")]
        query = select(*columns).order_by(claims.c.version, claims.c.ordinal).execution_options(yield_per=500)
        texts = select(versions.c.text, versions.c.text_digest)
        with self.catalog.read() as connection:
            for version, mine in groupby(connection.execute(query).mappings(), key=lambda row: row["version"]):
                found = connection.execute(texts.where(versions.c.id == version)).first()
                for row in mine:
                    if wrong := _wrong(row, *(found or (None, None))):
                        yield row["id"], wrong

    def corrected(self) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]], Mapping[str, Any]]]:
        """Each version that has corrections, for training: its row and statement's values, its claims, its reading."""
        has = select(claims.c.version).where(claims.c.correction.is_not(None))
        query = select(versions, statements.c.issuer_name, statements.c.country.label("code"), statements.c.url)
        query = query.join(statements, statements.c.id == versions.c.statement).where(SHOWN, versions.c.id.in_(has))
        with self.catalog.read() as connection:
            for version in connection.execute(query.order_by(versions.c.id)).mappings():
                mine = select(claims).where(claims.c.version == version["id"]).order_by(claims.c.ordinal)
                read = connection.execute(select(readings).where(readings.c.version == version["id"])).mappings().one()
                yield dict(version), [dict(row) for row in connection.execute(mine).mappings()], dict(read)


def _joined(query: Select[Any]) -> Select[Any]:
    together = claims.join(versions, versions.c.id == claims.c.version).join(statements, statements.c.id == claims.c.statement)
    return query.select_from(together)


def _whole() -> Select[Any]:
    of_statement = [statements.c[name].label(f"s_{name}") for name in _OF_STATEMENT]
    query = _joined(select(claims, versions.c.current, readings.c.experimental, *of_statement))
    return query.join(readings, readings.c.version == claims.c.version)


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(NEWEST.desc(), claims.c.statement, claims.c.version, claims.c.ordinal)


def _cursor(row: Mapping[Any, Any]) -> str:
    return f"{row['s_date_low'] or 0}-{row['statement']}-{row['version']}-{row['ordinal']}"


def _after(cursor: str) -> ColumnElement[bool]:
    parts = cursor.split("-")
    if len(parts) != 4 or not (parts[0].isdigit() and parts[3].isdigit()):
        raise UsageError(f"--cursor: {cursor!r} is no cursor of the ledger", "Take it from the answer before.")
    at, statement, version, ordinal = int(parts[0]), parts[1], parts[2], int(parts[3])
    same_day: ColumnElement[bool] = NEWEST.op("=")(at)
    same = and_(same_day, claims.c.statement == statement)
    return or_(
        at > NEWEST,
        and_(same_day, claims.c.statement > statement),
        and_(same, claims.c.version > version),
        and_(same, claims.c.version == version, claims.c.ordinal > ordinal),
    )


def _where(asked: ClaimFilters) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [SHOWN, conditions(asked.statements), claims.c.removed.is_(False)]
    if not asked.older:
        found.append(versions.c.current)
    if not asked.experimental:
        found.append(exists().where(readings.c.version == claims.c.version, ~readings.c.experimental).correlate(claims))
    if asked.act:
        found.append(claims.c.act.in_(asked.act))
    if asked.holder:
        found.append(_has("holder", asked.holder, asked.own))
    elif asked.own is not None:
        found.append(claims.c.own.is_(asked.own))
    if asked.target:
        found.append(_has("target", asked.target, None))
    return and_(true(), *found, *(_says(word) for word in asked.words))


def _has(role: str, wanted: Sequence[str], own: bool | None) -> ColumnElement[bool]:
    """One of the actors in that role; what an actor says itself is asked of the actor, not of the claim (joint holders)."""
    known = [claim_actors.c.claim == claims.c.id, claim_actors.c.role == role]
    named = func.lower(_ACTOR).in_([one.lower() for one in wanted])
    layer = [claim_actors.c.own.is_(own)] if own is not None else []
    return exists().where(*known, named, *layer).correlate(claims, statements)


def _says(word: str) -> ColumnElement[bool]:
    """The word or phrase stands in the claim; in scripts without spaces, wherever it does."""
    unspaced = any(script_of(letter) in UNSPACED for letter in word)
    return claims.c.words.contains(word if unspaced else f" {word} ", autoescape=True)


def _sum_own(asked: ClaimFilters) -> ColumnElement[Any]:
    """How many of the claims are the actor's own: of the holder asked for, else of the issuer."""
    mine = _has("holder", asked.holder, True) if asked.holder else claims.c.own
    return func.sum(case((mine, 1), else_=0))


def _count(connection: Connection, asked: ClaimFilters, where: ColumnElement[bool], what: str) -> dict[str, int]:
    """Value -> claims, the most first (months in their order): of own claims, or, where these are asked for, reported ones."""
    query, key = _keyed(what, reported=asked.own is False)
    if asked.own is not None and asked.holder:
        layer: ColumnElement[bool] = true()  # the holder's layer is in the condition already
    elif asked.own is None and asked.holder:
        layer = _has("holder", asked.holder, True)
    else:
        layer = claims.c.own.is_(asked.own is not False)
    if what == "holder" and asked.own is False and asked.holder:
        layer = func.lower(_ACTOR).in_([one.lower() for one in asked.holder])
    number = func.count(claims.c.id.distinct())
    counted: Select[Any] = query.with_only_columns(key, number).where(where, layer).group_by(key)
    ordered = counted.order_by(key) if what == "month" else counted.order_by(number.desc(), key)
    nothing = "undated" if what == "month" else "unknown"
    return {str(name) if name is not None else nothing: times for name, times in connection.execute(ordered)}


def _keyed(what: str, *, reported: bool) -> tuple[Select[Any], ColumnElement[Any]]:
    """What claims are counted by. A reported claim is counted under both names: `XTM according to XKV`; `…`: and others."""
    query = _joined(select(literal(1)))
    if what == "act":
        return query, claims.c.act + literal_column("''")  # no bare column: to group by its index takes longer than to sort
    if what == "month":
        return query, func.substr(statements.c.date, 1, 7)
    if what == "target":
        return query.join(claim_actors, and_(claim_actors.c.claim == claims.c.id, claim_actors.c.role == "target")), _ACTOR
    if not reported:
        return query, _TELLER
    held = and_(claim_actors.c.claim == claims.c.id, claim_actors.c.role == "holder", claim_actors.c.own.is_(False))
    through = case((func.json_array_length(claims.c.chain) > 2, " according to … according to "), else_=" according to ")
    both = func.coalesce(_ACTOR, "unknown") + through + func.coalesce(_TELLER, "unknown")
    return query.join(claim_actors, held, isouter=True), both


def _wrong(row: Mapping[Any, Any], text: str | None, digest: str | None) -> str | None:
    if text is None:
        return f"its version {row['version']} is not in the catalog"
    if digest != row["text_digest"]:
        return f"the text of version {row['version']} is not the one it was read from"
    if text[row["start"] : row["end"]] != row["quote"]:
        return f"the words at [{row['start']}, {row['end']}) of version {row['version']} are not {json.dumps(row['quote'][:40])}"
    spans = [*row["content"], *(span for span in (row["source"], row["cue"]) if span)]
    if any(not 0 <= start < end <= len(text) for start, end in spans):
        return f"a span lies outside the text of version {row['version']}"
    if any(not row["start"] <= start < end <= row["end"] for start, end in row["content"]):
        return "its content does not lie within its quote"
    return None

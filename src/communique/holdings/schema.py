"""The tables of the catalog (SQLAlchemy Core). Text columns are plain text; JSON columns hold small lists and maps."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, text

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

warcs = Table(
    "warcs",
    metadata,
    Column("name", String, primary_key=True),
    Column("known", Integer, nullable=False),  # bytes that the catalog has taken account of
)

captures = Table(
    "captures",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("statement", String(12), nullable=False),
    Column("key", Text, nullable=False),
    Column("seq", Integer, nullable=False),  # order of arrival
    Column("url", Text),
    Column("url_evidence", String),
    Column("accessioned", String, nullable=False),
    Column("captured", String),
    Column("ordinal", String),  # the number a data set gives this capture, where it gives no time
    Column("media_type", String, nullable=False),
    Column("status", Integer),
    Column("location", Text),
    Column("digest", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("warc", String, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("accession", Integer),  # offset in the same WARC of the metadata record that says how it came in
    Column("record_type", String, nullable=False),
    Column("record_id", String),
    Column("payload_header", String),  # the digest as the record states it, for revisits of other archives
    Column("dataset", Text),
    Column("original_id", Text),
    Column("outcome", String, nullable=False),  # version, refused, missing, moved, kept, failed
    Column("reason", Text),
    Column("page_type", String),
    Column("content", String),  # digest of (title, stated date, text); null when no text came of it
    Column("version", String(12)),
    Column("made_by", Text),
    Index("captures_statement", "statement"),
    Index("captures_digest", "digest"),
    Index("captures_record", "record_id"),
    Index("captures_url", "url"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("statement", String(12), nullable=False),
    Column("content", String, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("alone", Boolean, nullable=False),
    Column("title", Text),
    Column("date", String),
    Column("date_evidence", JSON),
    Column("lang", String),
    Column("issuer", Text),
    Column("country", String),
    Column("kind", String),
    Column("number", String),
    Column("text", Text, nullable=False),
    Column("text_digest", String, nullable=False),
    Column("marks", JSON, nullable=False),
    Column("langs", JSON),  # null where the text is in one language
    Column("page_starts", JSON),  # null for what is no PDF
    Column("page_text", Text),
    Column("page_text_digest", String),
    Column("furniture", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("unknown", JSON, nullable=False),
    Column("encoding", String),
    Column("damaged", Boolean, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("due", Integer, nullable=False),  # the outbox: 0 = the index has it; grows with each change until then
    Column("unread", Integer, nullable=False, server_default="1"),  # the reading queue: 0 = read, or not to be read
    Column("read_note", Text),  # why no claims were read from it
    Index("versions_statement", "statement", "current", "unread", "read_note"),  # with what counts of unread ones ask for
    Index("versions_text", "text_digest"),
    Index("versions_outbox", "due", sqlite_where=text("due > 0")),
    Index("versions_unread", "unread", sqlite_where=text("unread > 0")),
    Index("versions_older", "current", "unread", sqlite_where=text("current = 0")),
    Index("versions_noted", "read_note", "unread", "current", "statement", sqlite_where=text("read_note IS NOT NULL")),
)

statements = Table(
    "statements",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("key", Text, nullable=False),
    Column("url", Text),
    Column("dataset", Text),
    Column("original_id", Text),
    Column("version", String(12), nullable=False),
    Column("title", Text),
    Column("date", String),
    Column("date_low", Integer),
    Column("date_high", Integer),
    Column("lang", String),
    Column("issuer", Text),
    Column("issuer_name", Text),
    Column("country", String),
    Column("kind", String),
    Column("number", String),
    Column("tags", JSON, nullable=False),
    Column("withdrawn", JSON),
    Index(  # the order of lists, with all that filters ask for; conditions.NEWEST is its first column to the letter
        "statements_newest",
        text("coalesce(date_low, 0) DESC"),
        "id",
        "issuer",
        "issuer_name",
        "lang",
        "country",
        "kind",
        "date",
        "date_high",
        "tags",
        "withdrawn",
    ),
    Index(  # of those shown (conditions.COUNTED to the letter), in the order in which they are counted
        "statements_issuer",
        "issuer",
        "lang",
        text("substr(date, 1, 7)"),
        text("country DESC"),
        "date",
        sqlite_where=text("coalesce(withdrawn, 'null') = 'null'"),
    ),
    Index("statements_withdrawn", "id", sqlite_where=text("coalesce(withdrawn, 'null') != 'null'")),
    Index("statements_url", "url"),
    Index("statements_original", "original_id"),
)

readings = Table(
    "readings",
    metadata,
    Column("version", String(12), primary_key=True),
    Column("statement", String(12), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("experimental", Boolean, nullable=False),
    Column("sentences", JSON, nullable=False),  # [start, end, act, targets, speaker, kind] each
    Index("readings_statement", "statement"),
    Index("readings_experimental", "statement", "version", sqlite_where=text("experimental = 1")),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("version", String(12), nullable=False),
    Column("statement", String(12), nullable=False),
    Column("ordinal", Integer, nullable=False),  # its place among the claims of the version, from 1
    Column("attribution", String),  # a1, a2 ...; null: the sentence itself
    Column("sentence", Integer, nullable=False),
    Column("parent", String(12)),
    Column("own", Boolean, nullable=False),
    Column("holder", JSON),
    Column("holder_text", Text),
    Column("chain", JSON, nullable=False),
    Column("act", String, nullable=False),
    Column("targets", JSON, nullable=False),
    Column("stance", String, nullable=False),
    Column("responds_to", JSON, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("source", JSON),
    Column("cue", JSON),
    Column("content", JSON, nullable=False),
    Column("quote", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("text_digest", String, nullable=False),
    Column("words", Text, nullable=False),  # of the quote, folded, between spaces
    Column("confidence", Float),
    Column("was", String(12)),
    Column("correction", String(12)),  # the last decision that corrected it
    Column("removed", Boolean, nullable=False),  # a person said that it is no claim
    Column("machine", JSON),  # what the reader had said, where a person corrected it
    Column("made_by", Text, nullable=False),
    Index("claims_version", "version", "ordinal"),
    Index("claims_statement", "statement"),
    Index("claims_act", "act"),
)

claim_actors = Table(
    "claim_actors",
    metadata,
    Column("claim", String(12), primary_key=True),
    Column("role", String, primary_key=True),  # holder, target
    Column("actor", Text, primary_key=True),  # ISSUER, a code, or words
    Column("own", Boolean, nullable=False),  # a holder that is the issuer, in a claim of its own
    Index("claim_actors_actor", "actor", "role"),
)

changes = Table(
    "changes",
    metadata,
    Column("capture", String(12), primary_key=True),
    Column("statement", String(12), nullable=False),
    Column("change", String, nullable=False),
    Column("edit", String),
    Column("similarity", Float),
    Column("from_version", String(12)),
    Column("to_version", String(12)),
    Column("at", String, nullable=False),
    Column("announced", Boolean),
    Index("changes_statement", "statement"),
    Index("changes_later", "change", "at", "capture", "statement", sqlite_where=text("change != 'new'")),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("statement", String(12), nullable=False),
    Column("values", JSON, nullable=False),
    Column("note", Text),
    Column("undoes", String(12)),
    Index("decisions_statement", "statement"),
)

links = Table(
    "links",
    metadata,
    Column("a", String(12), primary_key=True),
    Column("b", String(12), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("evidence", Text, nullable=False),
)

faults = Table(
    "faults",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("path", Text, nullable=False),
    Column("url", Text),
    Column("what", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("todo", Text, nullable=False),
    Column("traceback", Text),
    Column("capture", String(12)),
    Column("context", JSON),  # what the user said with the run: issuer, url, date, dataset, mapping
    Column("state", String, nullable=False),  # open, dismissed, mended
    Index("faults_state", "state"),
)

hosts = Table(  # what the pages of each host have in common, as they came in
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("pages", Integer, nullable=False),  # statements with a text
    Column("documents", Integer, nullable=False),  # ... that were counted
    Column("lines", JSON, nullable=False),  # line -> number of pages, as it was at the last step: what extraction is given
    Column("of", Integer, nullable=False),  # pages that `lines` was counted from
    Column("counts", JSON, nullable=False),  # the same since, until the next step
    Column("seen", JSON, nullable=False),
    Column("former", JSON(none_as_null=True)),  # `lines` and `of` of the step before, until pages are read again
)

"""Identity: normalised URLs, keys, ids and digests. The same everywhere: rebuild, another machine, another archive."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443, "ftp": 21}
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_openstat|_ga|_gl)$", re.I)
_UNSAFE = re.compile(r"[\x00-\x20\x7f]+")
_EDGES = re.compile(r"\A[\s\x00-\x20\x7f]+|[\s\x00-\x20\x7f]+\Z")
ID_LENGTH = 12


def digest(data: bytes) -> str:
    """SHA-256 of bytes as `sha256:hex`."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of the UTF-8 form of a text as `sha256:hex`; lone surrogates are kept as they are."""
    return digest(text.encode("utf-8", "surrogatepass"))


def normalise_url(url: str) -> str:
    """The normal form of a URL (RFC 3986 section 6, with care).

    Scheme and host are folded, the default port, the fragment and tracking parameters dropped, an empty path becomes
    `/`. Other query strings stay as they are, in their order: old sites tell items apart only there.
    """
    cleaned = _UNSAFE.sub(lambda m: quote(m.group()), _EDGES.sub("", url))
    try:
        parts = urlsplit(cleaned)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return cleaned
    if not parts.scheme or not host:
        return cleaned
    scheme = parts.scheme.lower()
    host = host if host.isascii() else _ascii_host(host)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS.get(scheme):
        netloc = f"{netloc}:{port}"
    path = quote(parts.path, "/%:@!$&'()*+,;=~-._", errors="surrogatepass") or "/"
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.match(unquote(p.split("=", 1)[0])))
    return urlunsplit((scheme, netloc, path, quote(query, "%/:@!$&'()*+,;=~-._?[]", errors="surrogatepass"), ""))


def _ascii_host(host: str) -> str:
    """An international host name in its ASCII form, or percent-encoded where it has none."""
    try:
        name = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        name = ""
    return name if re.fullmatch(r"[a-z0-9._-]+", name) else quote(host.lower(), errors="surrogatepass")


def host_of(url: str | None) -> str | None:
    """The host of a URL, folded, without a leading `www.`; None when there is none."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def query_of(url: str) -> dict[str, str]:
    """The query parameters of a URL (the last of each name)."""
    return dict(parse_qsl(urlsplit(url).query))


def statement_key(*, url: str | None, dataset: str | None, original_id: str | None, payload: str) -> str:
    """What makes a statement one statement.

    A data-set row is (data set, original id); anything else its normalised URL, or, without one, the digest of its
    bytes, so that changed bytes are a new statement.
    """
    if dataset is not None:
        return f"row:{quote(dataset, '', errors='surrogatepass')}/{original_id or payload}"
    return normalise_url(url) if url else f"bytes:{payload}"


def short_id(*parts: str) -> str:
    """The first 12 base32 letters (lower case) of the SHA-256 of the parts, joined by a separator that none contains."""
    hashed = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(hashed).decode("ascii").lower()[:ID_LENGTH]


def statement_id(key: str) -> str:
    """The id of a statement by its key."""
    return short_id(key)


def capture_id(key: str, captured: str | None, payload: str) -> str:
    """The id of a capture: its statement's key, the recorded time of capture (empty when unknown), the payload digest."""
    return short_id(key, captured or "", payload)


def version_digest(title: str | None, date: str | None, text: str) -> str:
    """What makes two captures show the same version: title, stated date and text."""
    return text_digest("\x1f".join((title or "", date or "", text)))


def looks_like_id(word: str) -> bool:
    """Whether a word may be an id or the beginning of one."""
    return bool(re.fullmatch(r"[a-z2-7]{1,12}", word.lower()))

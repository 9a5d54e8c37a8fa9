"""How an archive is served: what the safety of the server depends on, in one frozen value that every worker gets."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Serving:
    """Sizes are bytes, times seconds."""

    hosts: frozenset[str] = frozenset(_LOOPBACK)  # names a request may ask for
    addresses: bool = False  # whether any IP address will do as a name: rebinding needs a name
    token: str | None = None  # digest of the token; None: whoever reaches the server may use it
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)  # signs sessions; the same in every worker
    max_body: int = 200_000  # a request with more is refused
    body_seconds: float = 10.0  # a request whose body takes longer is refused
    guesses: int = 10  # wrong tokens in a minute, from then on every attempt waits until the minute is over


def serving(host: str, token: str | None, names: tuple[str, ...] = ()) -> Serving:
    """How to serve at an address."""
    own = {_bracketed(host), *names} if not is_any(host) else set(names)
    return Serving(frozenset({*_LOOPBACK, *(name.lower() for name in own)}), not is_loopback(host), token)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_any(host: str) -> bool:
    """Whether an address means every address of the machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def is_address(name: str) -> bool:
    """Whether a host name is an IP address."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def new_token() -> tuple[str, str]:
    """A token of 256 random bits, and its digest: so many need no slow hash."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return "sha256:" + hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_token(given: str, digest: str) -> bool:
    """Whether a token is the one of that digest, in constant time."""
    return hmac.compare_digest(digest_of(given).encode(), digest.encode())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host

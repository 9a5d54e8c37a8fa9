"""What an issuer's profile points at with CSS selectors, where the generic path fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from communique.errors import ProfileError
from communique.text import one_line


@dataclass(frozen=True, slots=True)
class Selected:
    """The texts that a profile's selectors found: one of each, and the lines of `text` and `remove`."""

    values: Mapping[str, str] = field(default_factory=dict)
    text: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def select(source: str, selectors: Mapping[str, str], who: str) -> Selected:
    """Applies selectors to a page.

    Args:
        source: the decoded page.
        selectors: field -> CSS selector; `text` and `remove` may match several elements, of the others the first counts.
        who: the profile's id, for messages.

    Raises:
        ProfileError: when a selector is not valid CSS.
    """
    from resiliparse.parse.html import CSSParserException, HTMLTree

    document = HTMLTree.parse(source).document
    if document is None:
        return Selected()
    values: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    for name, selector in selectors.items():
        try:
            nodes = list(document.query_selector_all(selector))
        except CSSParserException as error:
            raise ProfileError(f"{who}: selectors.{name} is not a CSS selector: {selector!r}", "Mend the profile.") from error
        if name in ("text", "remove"):
            many[name] = tuple(node.text or "" for node in nodes)
        elif nodes:
            node = nodes[0]
            value = node.getattr("content") or node.getattr("datetime") or node.text
            if value and value.strip():
                values[name] = one_line(value)
    return Selected(values, many.get("text", ()), many.get("remove", ()))

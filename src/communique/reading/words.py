"""What the words of a source say by themselves: whether they name the issuer, its people, several holders, a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.names import fold
from communique.reading.actors import Mention, codes
from communique.reading.frame import Frame
from communique.reading.introduced import state_of_person
from communique.reading.lexicon import Lexicon
from communique.reading.people import Person, people
from communique.reading.phrases import bare, joins, short, without_article

_RELATIVE = frozenset(("who", "whose", "whom", "which"))


class Words:
    """Reads phrases of one statement."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        full = [(frame.text[m.start : m.end], m.code) for m in reversed(frame.mentions) if m.kind == "organisation"]
        self.bodies = {name.rsplit(" ", 1)[-1]: code for name, code in full if " " in name}  # `Council` -> the first named

    def among_us(self, key: str, lexicon: Lexicon) -> bool:
        """`those of us who`, `we, the small states`: the issuer among others of its kind."""
        parts = key.split(" ")
        head = parts[0] if lexicon.has("first_plural", parts[0]) and lexicon.has("subjects", parts[0]) else None
        joined = any(lexicon.has("joined", part) for part in parts[1:3])
        return (head is not None and not joined) or any(
            lexicon.has("objects", part) for part in parts[1:4] if lexicon.has("others", parts[0])
        )

    def we(self, key: str, lexicon: Lexicon) -> str:
        """`we all`, `我们也`, `我代表政府`: the pronoun alone; other words as they are."""
        if not lexicon.unspaced:
            return " ".join(part for part in key.split() if not lexicon.has("counting", part))
        pronouns = [one for kind in ("first_singular", "first_plural") for one in lexicon.words.get(kind, ())]
        pronoun = max((one for one in pronouns if key.startswith(one)), key=len, default="")
        rest = key[len(pronoun) :]
        while word := next((one for one in lexicon.words.get("counting", ()) if rest.startswith(one)), ""):
            rest = rest[len(word) :]
        behalf = any(rest.startswith(one) for one in lexicon.words.get("behalf", ())) and not lexicon.has("own", rest)
        return pronoun if pronoun and (not rest or behalf) else key

    def plain(self, words: str) -> str:
        """A source in a language without spaces, without adverbs and particles behind it: `国防部昨日`, `冰方的`."""
        lexicon = self.frame.lexicon
        while lexicon is not None and lexicon.unspaced:
            loose = next((one for one in lexicon.words.get("loose_ends", ()) if words.endswith(one) and words != one), None)
            if loose is None:
                break
            words = words[: -len(loose)]
        return words

    def own(self, words: str, key: str) -> bool:
        """`my country`, `our delegation`, `the Ministry` of an issuer that is one."""
        lexicon = self.frame.lexicon
        assert lexicon is not None
        first, _, rest = key.partition(" ")
        if lexicon.has("prefix_own", first) and any(lexicon.has("own", part) for part in (rest, rest.rsplit(" ", 1)[-1])):
            return not self.foreign(words)
        return self.body_alone(without_article(key, lexicon), lexicon) and not self.foreign(words)

    def body_alone(self, key: str, lexicon: Lexicon) -> bool:
        """`the Ministry`, `the spokesperson for the Ministry`."""
        body, parts = self.frame.issuer.body, key.split(" ")
        if lexicon.alone(body, key):
            return True
        for at in range(1, len(parts)):
            rest = " ".join(parts[at + 1 :] if lexicon.has("of", parts[at]) else parts[at:])
            if rest and lexicon.alone(body, " ".join(parts[:at])) and lexicon.alone(body, without_article(rest, lexicon)):
                return True
        return False

    def foreign(self, words: str) -> bool:
        return any(not self.frame.is_issuer(m) for m in self.mentions(words))

    def mentions(self, words: str) -> list[Mention]:
        return self.frame.named(words)

    def without_relative(self, words: str) -> str:
        """`the presidents of X and Y, who`: without the last word."""
        head, _, last = words.rpartition(" ")
        lexicon = self.frame.lexicon
        relative = lexicon is not None and lexicon.lang != "en" and lexicon.has("relative", fold(last))
        return head.rstrip(" ,،") if head and relative else words

    def parts(self, words: str) -> list[str]:
        """The joined holders of a source, where each is one; a relative clause or an apposition stays with its noun."""
        pattern = joins(self.frame.lang)
        attached = self._attached(words)
        if attached:
            return attached
        parts = [part for part in pattern.split(words) if part.strip()]
        lexicon = self.frame.lexicon
        if lexicon is not None and any(lexicon.has("relative", fold(part.split()[0])) for part in parts[1:]):
            return [words]
        named = [part for part in parts if self.mentions(part) or self.first_person(part) or self.person_in(part)]
        if len(parts) > 1 and len(named) == len(parts):
            return parts
        joined = any(mark[0].strip(" ,،\u00a0") for mark in pattern.finditer(words))
        return parts if len(parts) == 2 and named and joined else [words]

    def _attached(self, words: str) -> list[str]:
        """Two actors or more that are joined by a letter written together with the name: `شيلي وجامايكا`."""
        lexicon = self.frame.lexicon
        if lexicon is None or not lexicon.morphology.before:
            return []
        found = self.mentions(words)
        cuts = [
            m.start for m in found[1:] if words[m.start] in lexicon.words["joined"] and self.mentions(words[m.start + 1 : m.end])
        ]
        if not cuts or len({m.code for m in found}) < 2:
            return []
        edges = [0, *(cut + 1 for cut in cuts)]
        ends = [*cuts, len(words)]
        return [words[a:b].strip(" ,،") for a, b in zip(edges, ends, strict=True)]

    def head(self, words: str) -> str:
        """A source without the relative clause behind it: who is named in the clause is not the holder."""
        lexicon = self.frame.lexicon
        for mark in re.finditer(r",\s+", words):
            after = words[mark.end() :].split()
            if lexicon is not None and lexicon.lang == "en" and len(after) > 1 and fold(after[0]) in _RELATIVE:
                return words[: mark.start()]
        return words

    def first_person(self, part: str) -> bool:
        lexicon = self.frame.lexicon
        return lexicon is not None and lexicon.first_person(bare(part))

    def person_in(self, words: str) -> Person | None:
        return people(self.frame.lang).named(words)

    def person_in_full(self, words: str) -> Person | None:
        """Whose full name the words are, with nothing beside it."""
        return people(self.frame.lang).called(words)

    def is_own_person(self, words: str, mentions: Sequence[Mention]) -> bool:
        """The issuer's leader or spokesperson by name."""
        person = self.person_in(words)
        return person is not None and person.code == self.frame.issuer.code and all(self.frame.is_issuer(m) for m in mentions)

    @staticmethod
    def bare_name(words: str, mention: Mention) -> bool:
        """Whether the source is the name alone, or the name and an apposition."""
        return not mention.adjective and mention.end - mention.start >= len(short(words.partition(",")[0])) - 4

    def leads(self, words: str, mentions: Sequence[Mention]) -> bool:
        """`President Orban` in a statement of a presidency or of a state, where no other state is named."""
        lexicon, first = self.frame.lexicon, bare(words).removeprefix("the ").split(" ")[0]
        own = self.frame.issuer.body or self.frame.issuer.code
        return bool(own and not mentions and lexicon and lexicon.has("heads", first))

    def introduced_elsewhere(self, words: str, mentions: Sequence[Mention]) -> bool:
        """Whether `President X` is another state's, as the text names it beside the name."""
        lexicon, parts = self.frame.lexicon, short(words).split()
        if lexicon is None or mentions or len(parts) < 2 or not lexicon.part("titles", fold(parts[0])):
            return False
        return state_of_person(self.frame, short(words), lexicon) not in (None, self.frame.issuer.code)

    def names_issuer(self, words: str) -> bool:
        """The issuer's name, or the state in it that no list knows: `Ministry of Defence of Quenland`, `Quenland`."""
        lexicon, name, alone = self.frame.lexicon, self.frame.issuer.name, short(words)
        if not (lexicon and name and len(alone) > 3 and alone[0].isupper()) or self.mentions(alone):
            return False
        key = fold(alone)
        if any(lexicon.has(kind, key) for kind in ("titles", "own", "nicknames")) or lexicon.alone(self.frame.issuer.body, key):
            return False
        if f" {key} " not in f" {fold(name)} ":
            return False
        return fold(name) == key or (self.frame.issuer.code is None and fold(name).endswith(key))

    def embassy(self) -> bool:
        """Whether the issuer is one, whose ambassador is its own."""
        lexicon, name = self.frame.lexicon, fold(self.frame.issuer.name or "")
        return lexicon is not None and any(lexicon.has("missions", part) for part in name.split())

    def nicknamed(self, words: str) -> str | None:
        """`the Council`, `the Court`: the body whose full name ends so and stands before, else the one that is meant alone."""
        alone = short(words)
        known = self.frame.lexicon.nicknames.get(bare(words)) if self.frame.lexicon else None
        if known is not None:
            return known
        if " " in alone or not alone[:1].isupper() or self.frame.lexicon is None:
            return None
        return self.bodies.get(alone) or self.frame.lexicon.nicknames.get(fold(alone))

    def is_head(self, words: str, mentions: Sequence[Mention]) -> bool:
        """Whether the phrase is the actor: its name, its side, its people in office."""
        return len(codes(mentions)) == 1 or mentions[0].start < 5

    def speaker_name(self, name: str) -> str:
        """A speaker's name without what comes before it; a code where only a state is named."""
        known = self.person_in(name)
        if known is not None:
            return known.name
        mentions = self.mentions(name)
        rest = name[mentions[-1].end :].strip() if mentions else name
        return rest if " " in rest or not mentions else mentions[0].code

    def is_person(self, words: str) -> bool:
        """Whether words with capitals name a person: known, or behind a title, and no state or organisation."""
        lexicon = self.frame.lexicon
        parts = [fold(part) for part in words.split()]
        titled = lexicon is not None and any(lexicon.has("titles", " ".join(parts[:n])) for n in (1, 2)) and len(parts) > 1
        if lexicon is not None and lexicon.lang == "en":  # `General Election` and `Foreign Minister` name nobody
            last = parts[-1] if parts else ""
            titled = titled and not lexicon.part("titles", last) and not lexicon.has("no_names", last)
        return self.person_in(words) is not None or (titled and not self.mentions(words))

    def names_several(self, mention: Mention) -> bool:
        """Whether a mention names several: `Karvelians`, not `Karvelia`."""
        lexicon = self.frame.lexicon
        return lexicon is None or lexicon.lang != "en" or (mention.adjective and self.frame.text[: mention.end].endswith("s"))

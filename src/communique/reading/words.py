"""What the words of a source say by themselves: whether they name the issuer, its people, several holders, a person."""

from __future__ import annotations

from collections.abc import Sequence

from communique.names import fold
from communique.reading.actors import Mention, codes
from communique.reading.frame import Frame
from communique.reading.lexicon import Lexicon
from communique.reading.people import Person, people
from communique.reading.phrases import bare, joins, short, without_article


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

    def we_do(self, cue: str) -> bool:
        """A verb or noun whose ending says `we` or `I`: `reddediyoruz`, `çağrımızı`."""
        lexicon = self.frame.lexicon
        last = fold(cue).rsplit(" ", 1)[-1]
        return lexicon is not None and any(
            last.endswith(one) and (last != one or kind == "first_verbs")
            for kind in ("first_verbs", "ours")
            for one in lexicon.words.get(kind, ())
        )

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

    def parts(self, words: str) -> list[str]:
        """The joined holders of a source, where each is one; a relative clause or an apposition stays with its noun."""
        pattern = joins(self.frame.lang)
        parts = [part for part in pattern.split(words) if part.strip()]
        named = [part for part in parts if self.mentions(part) or self.first_person(part) or self.person_in(part)]
        if len(parts) > 1 and len(named) == len(parts):
            return parts
        joined = any(mark[0].strip(" ,،\u00a0") for mark in pattern.finditer(words))
        return parts if len(parts) == 2 and named and joined else [words]

    def first_person(self, part: str) -> bool:
        lexicon = self.frame.lexicon
        return lexicon is not None and any(lexicon.has(kind, bare(part)) for kind in ("first_singular", "first_plural"))

    def person_in(self, words: str) -> Person | None:
        return people(self.frame.lang).named(words)

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
        return self.person_in(words) is not None or (titled and not self.mentions(words))

    def names_several(self, mention: Mention) -> bool:
        """Whether a mention names several: `Karvelians`, not `Karvelia`."""
        lexicon = self.frame.lexicon
        return lexicon is None or lexicon.lang != "en" or (mention.adjective and self.frame.text[: mention.end].endswith("s"))

"""The language of a text: its script where one language owns it, else statistics of the first thousand characters."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection
from typing import Any

from communique.extraction.ngrams import Samples
from communique.extraction.words import letters, lines
from communique.model import Stretch
from communique.text import scripts

SAMPLE = 1_000  # code points of the text that decide
FIRST = 200  # ... unless so many decide it for sure
SURE = 0.999
LONG = 600  # code points from which a text may be in two languages
PARAGRAPH = 40  # code points of a paragraph below which it goes with the one before it
OTHER = 150  # letters in another language that make a text one in two languages
SHORT_WORD = 4  # code points
SHORT_WORDS = 12  # so many tell something
ALIKE = 0.6  # share of them that the beginning of the text has, too
FEW = 12  # letters below which statistics tell nothing

OWN = {
    "Armenian": "hy",
    "Georgian": "ka",
    "Greek": "el",
    "Hebrew": "he",
    "Thai": "th",
    "Lao": "lo",
    "Myanmar": "my",
    "Khmer": "km",
    "Hangul": "ko",
    "Tamil": "ta",
    "Sinhala": "si",
    "Ethiopic": "am",
}
# What py3langid is asked about, by script: the languages that official statements come in
CANDIDATES: dict[str, tuple[str, ...]] = {
    "Latin": (
        "af",
        "az",
        "bs",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "en",
        "es",
        "et",
        "eu",
        "fi",
        "fr",
        "ga",
        "gl",
        "hr",
        "ht",
        "hu",
        "id",
        "is",
        "it",
        "ku",
        "la",
        "lb",
        "lt",
        "lv",
        "mg",
        "ms",
        "mt",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "rw",
        "sk",
        "sl",
        "sq",
        "sv",
        "sw",
        "tl",
        "tr",
        "uz",
        "vi",
        "xh",
        "zu",
    ),
    "Cyrillic": ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"),
    "Arabic": ("ar", "fa", "ps", "ug", "ur"),
    "Devanagari": ("hi", "mr", "ne"),
    "Bengali": ("as", "bn"),
}
_ALIASES = {"no": "nb", "nn": "nb", "fil": "tl", "iw": "he", "in": "id", "cmn": "zh"}
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}))*$")
# Letters that only one language of a script has; a few in a text settle what statistics confuse
_TELLING = {
    "az": "əƏ",
    "uk": "їЇєЄґҐ",
    "be": "ўЎ",
    "mk": "ѓЃќЌѕЅ",
    "sr": "ђЂћЋ",
    "kk": "ұҰәӘқҚ",
    "tg": "ҷҶӣӢӯӮ",
    "ur": "ٹڈڑےں",
    "ps": "ټډړږښګڼۍ",
    "ug": "ۇۆۈۋې",
    "tk": "ňŇýÝ",
}


def normal_tag(tag: str | None) -> str | None:
    """A language tag as BCP-47 writes it, language only; None when it is not one."""
    found = _TAG.match((tag or "").strip())
    if not found:
        return None
    language = found.group(1).lower()
    return {"no": "nb", "iw": "he", "in": "id", "cmn": "zh"}.get(language, language)


@functools.cache
def model() -> Any:
    """py3langid with all its languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.lru_cache(maxsize=64)
def _restricted(wanted: tuple[str, ...]) -> Any:
    """The model asked about these languages only; labels that it lacks are left out."""
    import copy

    made = copy.copy(model())
    made.set_languages(None)
    known = set(made.labels)
    made.set_languages([label for label in wanted if label in known] + (["no"] if "nb" in wanted and "nb" not in known else []))
    return made


def detect(
    text: str, candidates: Collection[str] = (), hint: str | None = None, samples: Samples | None = None
) -> tuple[str | None, str]:
    """The language of a text and how it was told, or None and the reason.

    Args:
        text: the body; only its first thousand characters are read.
        candidates: the languages of the issuer, when known; others are then considered only if the script rules them out.
        hint: what the page says of itself; it decides only between languages that statistics confuse.
        samples: those of one text, where the language of many is asked.
    """
    sample = text[:SAMPLE]
    counts = Counter(Latin=letters(sample)) if sample.isascii() else scripts(sample)
    total = sum(counts.values())
    if total < 2:
        return None, "the text has no letters"
    script, times = counts.most_common(1)[0]
    if counts["Kana"] >= 0.1 * total:
        return "ja", "Kana among its letters"
    if counts["Hangul"] >= 0.3 * total:
        return "ko", "its script is Hangul"
    if script in ("Han", "Kana"):
        return ("ja" if script == "Kana" else "zh"), f"its script is {script}"
    if script in OWN:
        return OWN[script], f"its script is {script} ({times} of {total} letters)"
    if total < FEW:
        return None, f"only {total} letters"
    return _by_statistics(sample, script, candidates, hint, samples)


def _by_statistics(
    sample: str, script: str, candidates: Collection[str], hint: str | None, samples: Samples | None
) -> tuple[str | None, str]:
    every = CANDIDATES.get(script)
    if not every:
        return None, f"no language is known for the script {script}"
    for language, marks in ({} if sample.isascii() else _TELLING).items():
        if (language in every or language == "tk") and sum(sample.count(mark) for mark in marks) >= max(2, len(sample) // 150):
            if language == "tk" and not all(letter in sample.lower() for letter in "ňýä"):
                continue
            if (
                language == "kk"
                and any(letter in sample for letter in "ҮүӨө")
                and not any(letter in sample for letter in "ұҰәӘқҚ")
            ):
                continue
            return language, f"letters that only {language} has"
    allowed = tuple(sorted({c for c in candidates if c in every})) or every
    if len(allowed) == 1:
        return allowed[0], "the only language of the issuer in this script"
    asked = _restricted(allowed)
    label, probability = _classified(asked, sample, FIRST, samples)
    if probability < SURE and len(sample) > FIRST:
        label, probability = _classified(asked, sample, len(sample), samples)
    label = _ALIASES.get(label, label)
    group = _groups().get(label)
    if group and len(allowed) > 1:
        told = _told_apart(sample, group, allowed, hint)
        if told is not None and told != label:
            return told, f"words that {told} has and {label} lacks" if told != hint else "what the page says of itself"
    return label, f"statistics of its first words ({probability:.2f})"


def _classified(asked: Any, sample: str, size: int, samples: Samples | None) -> tuple[str, float]:
    label, probability = samples.classify(asked, sample, size) if samples else asked.classify(sample[:size])
    return label, float(probability)


@functools.cache
def _groups() -> dict[str, dict[str, frozenset[str]]]:
    """Language -> the languages that statistics confuse it with, and the words that tell them."""
    groups: dict[str, dict[str, frozenset[str]]] = {}
    for line in lines("telling_words.tsv"):
        names, language, words = line.split("\t")
        groups.setdefault(names, {})[language] = frozenset(words.split())
    return {language: group for group in groups.values() for language in group}


def _told_apart(sample: str, group: dict[str, frozenset[str]], allowed: tuple[str, ...], hint: str | None) -> str | None:
    """Which language of a group a text is in: by its words, and where they do not tell, by what the page says."""
    words = set(sample.casefold().replace(",", " ").replace(".", " ").split())
    counts = sorted(((len(words & known), language) for language, known in group.items()), reverse=True)
    if counts[0][0] > counts[1][0]:
        return counts[0][1]
    return hint if hint in group else None


def _short_words(text: str) -> list[str]:
    """The words that a language is held together by are short, and come again."""
    return [word for word in text.casefold().split() if len(word) <= SHORT_WORD]


def _alike(known: Collection[str], sample: str) -> bool:
    """Whether a stretch is in the language of these short words, for sure; asked first because it costs next to nothing."""
    words, beginning = _short_words(sample), frozenset(known)
    return len(words) >= SHORT_WORDS and sum(word in beginning for word in words) >= ALIKE * len(words)


def stretches(text: str, first: str | None, candidates: Collection[str] = ()) -> tuple[Stretch, ...]:
    """Which stretches of a text are in which language, by paragraphs; nothing for a text in one language.

    Args:
        first: the language of its beginning.

    The middle and the end of a long text tell whether there is another language at all; each paragraph is then asked about
    these only, and one too short to tell goes with the one before it.
    """
    if first is None or len(text) < LONG:
        return ()
    middle = len(text) // 2
    asked = (text[-SAMPLE // 2 :], text[middle - SAMPLE // 4 : middle + SAMPLE // 4])
    short = _short_words(text[: min(SAMPLE, len(text) // 3)])
    unlike = [one for one in asked if not _alike(short, one)]
    if not unlike:
        return ()
    samples = Samples(unlike, FIRST, model)
    spoken = {first, *(lang for one in unlike if (lang := detect(one, candidates, samples=samples)[0]))}
    if len(spoken) == 1:
        return ()
    found: list[Stretch] = []
    at = 0
    paragraphs = text.split("\n")
    samples = Samples((one[:SAMPLE] for one in paragraphs if len(one) >= PARAGRAPH), FIRST, model)
    for paragraph in paragraphs:
        lang = (detect(paragraph, spoken, samples=samples)[0] if len(paragraph) >= PARAGRAPH else None) or (
            found[-1].lang if found else first
        )
        if found and found[-1].lang == lang:
            found[-1] = Stretch(found[-1].start, at + len(paragraph), lang)
        else:
            found.append(Stretch(at, at + len(paragraph), lang))
        at += len(paragraph) + 1
    amounts = Counter[str]()
    for one in found:
        amounts[one.lang] += letters(text[one.start : one.end])
    return tuple(found) if sum(1 for amount in amounts.values() if amount >= OTHER) > 1 else ()

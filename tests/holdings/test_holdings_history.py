"""Protects what is said to have changed: the same captures give the same history, in whatever order they came in."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.holdings.history import GONE_AFTER, Seen, derive

DAY = [
    "2024-03-01T00:00:00Z",
    "2024-03-02T00:00:00Z",
    "2024-03-03T00:00:00Z",
    "2024-03-04T00:00:00Z",
    "2024-03-05T00:00:00Z",
    "2024-03-06T00:00:00Z",
    "2024-03-07T00:00:00Z",
    "2024-03-08T00:00:00Z",
]


def _captures(shown: str) -> list[Seen]:
    """One capture a day: a letter is a text, `-` an absence, `x` a 410, `>` a redirect, `.` nothing of it."""
    kinds = {"-": "absent", "x": "gone", ">": "moved", ".": "nothing"}
    return [
        Seen(f"c{n}", DAY[n], DAY[n], n, kinds.get(one, "text"), None if one in kinds else one) for n, one in enumerate(shown)
    ]


HISTORIES = [
    ("first text", "A", "new", "A"),
    ("the same again is no step of its own", "AA", "new same", "A"),
    ("an edit", "AB", "new edited", "B"),
    ("a revert is an edit to the older version", "ABA", "new edited edited", "A"),
    ("one absence is missing", "A-", "new missing", "A"),
    ("two days apart are still missing", "A--", "new missing missing", "A"),
    ("three days after the first absence it is gone", "A----", "new missing missing missing gone", "A"),
    ("an answer between two absences starts the count again", "A--A--", "new missing missing same missing missing", "A"),
    ("a 410 is gone at once", "Ax", "new gone", "A"),
    ("back only follows gone", "AxA", "new gone back", "A"),
    ("not missing", "A-A", "new missing same", "A"),
    ("another text after gone is an edit", "AxB", "new gone edited", "B"),
    ("a redirect", "A>", "new moved", "A"),
    ("a redirect is no absence", "A->-->", "new missing moved missing gone moved", "A"),
    ("what shows nothing makes no step", ".A.B.", "new edited", "B"),
    ("an absence before any text makes no step", "-x>A", "new", "A"),
    ("nothing at all", "..-", "", None),
]


@pytest.mark.parametrize(("shown", "changes", "current"), [c[1:] for c in HISTORIES], ids=[c[0] for c in HISTORIES])
def test_captures_tell_a_history(shown: str, changes: str, current: str | None) -> None:
    found = derive(_captures(shown))
    assert " ".join(step.change for step in found.steps) == changes
    assert found.current == current


def test_gone_takes_three_days() -> None:
    assert GONE_AFTER.days == 3


def test_a_revert_names_the_older_version() -> None:
    found = derive(_captures("ABA"))
    assert found.versions == {"A": "c0", "B": "c1"}
    assert [(step.before, step.after) for step in found.steps] == [(None, "A"), ("A", "B"), ("B", "A")]


def test_a_version_is_named_by_its_earliest_capture_also_when_that_comes_last() -> None:
    late, early = Seen("late", DAY[3], DAY[3], 1, "text", "A"), Seen("early", DAY[0], DAY[0], 2, "text", "A")
    assert derive([late]).versions == {"A": "late"}
    assert derive([late, early]).versions == {"A": "early"}


seen = st.lists(st.sampled_from("ABC-x>."), min_size=1, max_size=8)


@given(seen, st.randoms(use_true_random=False))
def test_captures_in_any_order_give_the_same_history(shown: list[str], order: random.Random) -> None:
    captures = _captures("".join(shown))
    shuffled = list(captures)
    order.shuffle(shuffled)
    came = [Seen(c.id, c.order, c.time, n, c.shows, c.content) for n, c in enumerate(shuffled)]  # arrival is another order, too
    assert derive(came) == derive(captures)
    assert list(derive(came).versions) == list(derive(captures).versions)


@given(seen)
def test_every_step_follows_from_the_one_before(shown: list[str]) -> None:
    found = derive(_captures("".join(shown)))
    current = None
    for step in found.steps:
        assert step.before == current
        assert (step.change == "edited") == (current is not None and step.after != current)
        current = step.after
    assert current == found.current
    assert [step.change for step in found.steps].count("new") == (1 if found.versions else 0)


@given(seen, st.integers(0, 7))
def test_seeing_the_same_once_more_right_after_changes_no_version(shown: list[str], at: int) -> None:
    captures = _captures("".join(shown))
    at %= len(captures)
    again = Seen("again", captures[at].order + "1", captures[at].time, 99, captures[at].shows, captures[at].content)
    assert derive([*captures, again]).versions == derive(captures).versions
    assert derive([*captures, again]).current == derive(captures).current

"""Protects the API against what nobody thought of: schemathesis makes requests from its own description, valid and not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Unsatisfiable

from communique.access.web.app import create
from communique.access.web.serving import Serving

EXAMPLES = 12  # of each operation, valid and invalid alike
HOST = {"Host": "127.0.0.1:8000"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_does_as_it_says_whatever_it_is_asked(built_world: Path) -> None:
    import schemathesis
    from schemathesis.generation import GenerationMode

    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create(built_world, Serving()), headers=HOST)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            asked += 1
            try:
                _fuzz(operation.as_strategy(generation_mode=mode))
            except (
                schemathesis.errors.InvalidSchema,
                Unsatisfiable,
            ):  # nothing can be wrong with a request that has no parameters
                assert mode is GenerationMode.NEGATIVE
    assert asked > 20


def _fuzz(requests: Any) -> None:
    """Send what the strategy makes; every answer must be one that the description names.

    That whatever fits the schema is accepted is not asked: a cursor is ours or not, and a year has days or not, which no
    schema can say.
    """
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    @given(requests)
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate], verbosity=Verbosity.quiet, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def sent(case: Any) -> None:
        case.call_and_validate(headers=HOST, excluded_checks=[positive_data_acceptance])

    sent()

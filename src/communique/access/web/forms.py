"""Forms that pages send: read by hand, under the same bounds as every body."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

from communique.access.web.asked import serving_of
from communique.access.web.gate import check_decision

_MOST = 50  # fields
_LONGEST = 2000  # characters of one field


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form; the last of each name."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "send the form as it is on the page")
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST)
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read") from error
    if any(len(value) > _LONGEST for _, value in pairs):
        raise HTTPException(413, f"a field may have {_LONGEST} characters")
    return dict(pairs)


async def decided(request: Request, said: Annotated[dict[str, str], Depends(fields)]) -> dict[str, str]:
    """The fields of a form that decides: only from a page of ours."""
    check_decision(request, said.pop("csrf", None), serving_of(request))
    return said


Form = Annotated[dict[str, str], Depends(fields)]
Decided = Annotated[dict[str, str], Depends(decided)]

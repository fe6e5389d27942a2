"""A condition given on the command line is text in all its parts, or it is refused in one sentence."""

from typing import Any, cast

import pytest

from placet.cli.approvals import _terms
from placet.domain.errors import UserFacingError


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        '"text"',
        "{",
        "{}",
        '{"kind": 1, "text": "At most 50.", "owner": "Ann", "limit": "50"}',
        '{"kind": "ongoing", "text": null, "owner": "Ann", "limit": "50"}',
        '{"kind": "ongoing", "text": "At most 50.", "owner": ["Ann"], "limit": "50"}',
    ],
)
def test_a_condition_that_is_not_text_is_refused(text: str) -> None:
    nobody: Any = cast(Any, None)  # it is refused before the register is asked
    with pytest.raises(UserFacingError, match="a condition is not understood"):
        _terms(nobody, text)

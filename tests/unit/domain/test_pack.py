"""What a pack's own objects say of themselves."""

from __future__ import annotations

import pytest

from placet.domain.pack import Classification, Tier
from placet.domain.predicates import ALWAYS

SCALE = Classification("scale", "Scale", "X", ALWAYS, (Tier("high", "Higher-risk", ALWAYS, "1"),), "Not higher-risk")


@pytest.mark.parametrize(
    ("key", "label"),
    [("high", "Higher-risk"), ("default", "Not higher-risk"), ("in our own words", "in our own words"), ("", "")],
)
def test_what_was_determined_reads_as_the_scale_words_it(key: str, label: str) -> None:
    assert SCALE.label_of(key) == label

"""How many prompts a person is spared: one interview for all places against one interview for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placet.domain.acts import Answer
from placet.domain.facts import FactCatalogue
from placet.domain.interview import Placed, questions
from placet.domain.pack import CommonCatalogue


@dataclass(frozen=True, slots=True)
class Prompts:
    """Prompts put to a person, remainders, documents, form fields and facts included."""

    together: int
    alone: tuple[tuple[str, str, int], ...]
    """Entity, place and how many its interview alone would ask, in the order of the places."""

    @property
    def apart(self) -> int:
        """Return the sum of the single interviews."""
        return sum(count for _, _, count in self.alone)


def count_prompts(
    catalogue: FactCatalogue, common: CommonCatalogue, placed: Sequence[Placed], answers: Sequence[Answer]
) -> Prompts:
    """Count the questions, answered ones too, of one interview for all and of one for each place."""
    alone = tuple((item.entity_id, item.place, len(questions(catalogue, common, (item,), answers))) for item in placed)
    return Prompts(len(questions(catalogue, common, placed, answers)), alone)

"""The term concordance: for each concept every regulator's own word, and where one word would mean different things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placet.domain.pack import CommonCatalogue, Pack, Term
from placet.domain.rules import Concept, Confidence


@dataclass(frozen=True, slots=True)
class Usage:
    """One regulator's word for a concept."""

    place: str
    regulator: str
    word: str
    local_word: str
    local_language: str
    meaning: str
    instrument: str
    label: str
    clause: str
    leaves_out: str
    confidence: Confidence
    confusable_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """A reason to read the meanings before one answer is given for all."""

    text: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept, the words the places at hand have for it, and the places that have none."""

    concept: Concept
    usages: tuple[Usage, ...]
    silent: tuple[str, ...]
    warnings: tuple[Warned, ...]


def concordance(common: CommonCatalogue, packs: Sequence[Pack]) -> tuple[Entry, ...]:
    """Return an entry for each concept that some pack has a word for, in catalogue order."""
    usages = {
        concept.id: tuple(_usage(pack, term) for pack in packs for term in pack.terms if term.concept == concept.id)
        for concept in common.concepts
    }
    titles = {concept.id: concept.title for concept in common.concepts}
    homonyms = _homonyms(usages)
    result = []
    for concept in common.concepts:
        found = usages[concept.id]
        if found:
            spoken = {usage.place for usage in found}
            silent = tuple(pack.jurisdiction for pack in packs if pack.jurisdiction not in spoken)
            elsewhere = {word: [titles[key] for key in keys if key != concept.id] for word, keys in homonyms.items()}
            result.append(Entry(concept, found, silent, tuple(_warnings(found, elsewhere))))
    return tuple(result)


def _usage(pack: Pack, term: Term) -> Usage:
    instrument = pack.instrument(term.instrument)
    return Usage(
        pack.jurisdiction,
        term.regulator,
        term.word,
        term.local_word,
        term.local_language,
        term.meaning,
        instrument.title,
        instrument.label,
        term.clause,
        term.leaves_out,
        term.confidence,
        term.confusable_with,
    )


_BRACKETED = re.compile(r"\s*\(([^)]*)\)")


def forms(word: str) -> frozenset[str]:
    """Return the ways a term is written: without what stands in brackets, and each bracketed abbreviation."""
    bracketed = _BRACKETED.findall(word)
    short = {part.strip() for group in bracketed for part in group.split(",") if part.strip().isupper()}
    plain = " ".join(_BRACKETED.sub("", word).casefold().split())
    return frozenset(short | ({plain} if plain else set()))


def _homonyms(usages: dict[str, tuple[Usage, ...]]) -> dict[str, list[str]]:
    """Return the written forms that stand for more than one concept, with those concepts."""
    concepts: dict[str, dict[str, None]] = {}
    for key, found in usages.items():
        for usage in found:
            for form in forms(usage.word):
                concepts.setdefault(form, {})[key] = None
    return {form: list(keys) for form, keys in concepts.items() if len(keys) > 1}


def _warnings(usages: Sequence[Usage], elsewhere: dict[str, list[str]]) -> Iterable[Warned]:
    """Yield words that name another concept too, words filled differently, and the hints of the packs themselves."""
    written: dict[str, list[Usage]] = {}
    for usage in usages:
        for form in sorted(forms(usage.word)):
            written.setdefault(form, []).append(usage)
    for form, found in written.items():
        if elsewhere.get(form):
            others = " and ".join(f"“{title}”" for title in elsewhere[form])
            yield Warned(f"“{form}” also stands for {others}: write the words in full.", _places(found))
        if len({(usage.place, usage.regulator) for usage in found}) > 1 and len({item.meaning for item in found}) > 1:
            who = " and ".join(dict.fromkeys(f"{usage.regulator} ({usage.place})" for usage in found))
            text = f"{who} say “{form}”, each with its own meaning: read them before one answer serves all."
            yield Warned(text, _places(found))
    for usage in usages:
        for other in usage.confusable_with:
            text = f"{usage.regulator}'s “{usage.word}” may be taken for: {other}"
            yield Warned(text if text.endswith((".", "”")) else f"{text}.", (usage.place,))


def _places(usages: Iterable[Usage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(usage.place for usage in usages))

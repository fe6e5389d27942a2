"""The made-up bank at four moments, made once and copied for each test that changes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from placet.domain.acts import DossierRecord
from placet.operations.review_copy import make_review_copy
from placet.operations.verify_dossier import Verification, verify_file
from placet.signing.issuing import Authority
from unit.operations.bank import (
    LATER,
    Bank,
    Moment,
    Rules,
    decide_all,
    found,
    keep,
    make_identities,
    read_rules,
    seal_record,
    signed_by_all,
)


@dataclass(frozen=True)
class Story:
    """What the bank did, moment by moment."""

    answered: Moment
    reviewed: Moment
    decided: Moment
    sealed: Moment
    authority: Authority
    record: DossierRecord
    pdf: bytes


@pytest.fixture(scope="session")
def rules() -> Rules:
    return read_rules()


@pytest.fixture(scope="session")
def story(rules: Rules, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("story")

    def step(before: Moment, name: str) -> Bank:
        return before.reopened(folder / f"work-{name}", rules)

    (folder / "work").mkdir()
    bank = found(folder / "work", rules)
    authority = make_identities(bank)
    bank.close()
    answered = keep(bank, folder / "answered")
    bank = step(answered, "reviewed")
    make_review_copy(bank.ws, bank.use_case, bank.version, bank.entity)
    bank.close()
    reviewed = keep(bank, folder / "reviewed")
    bank = step(reviewed, "decided")
    decide_all(bank)
    bank.close()
    decided = keep(bank, folder / "decided")
    bank = step(decided, "sealed")
    record, pdf = seal_record(bank)
    bank.close()
    return Story(answered, reviewed, decided, keep(bank, folder / "sealed"), authority, record, pdf)


@pytest.fixture
def opened(tmp_path: Path, rules: Rules) -> Iterator[Callable[[Moment], Bank]]:
    banks: list[Bank] = []

    def opening(moment: Moment) -> Bank:
        banks.append(moment.reopened(tmp_path / f"bank-{len(banks)}", rules))
        return banks[-1]

    yield opening
    for bank in banks:
        bank.close()


@pytest.fixture
def answered(story: Story, opened: Callable[[Moment], Bank]) -> Bank:
    return opened(story.answered)


@pytest.fixture
def reviewed(story: Story, opened: Callable[[Moment], Bank]) -> Bank:
    return opened(story.reviewed)


@pytest.fixture
def decided(story: Story, opened: Callable[[Moment], Bank]) -> Bank:
    return opened(story.decided)


@pytest.fixture
def sealed(story: Story, opened: Callable[[Moment], Bank]) -> Bank:
    return opened(story.sealed)


@pytest.fixture(scope="session")
def signed(story: Story, rules: Any, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    bank = story.sealed.reopened(tmp_path_factory.mktemp("signed") / "bank", rules)
    try:
        return signed_by_all(bank, story.record, story.pdf)
    finally:
        bank.close()


@pytest.fixture
def verified(story: Story) -> Callable[..., Verification]:
    anchor = ("authority.pem", story.authority.pem)

    def verifying(pdf: bytes, *, trusting: bool = True, against: bytes | None = None) -> Verification:
        return verify_file(pdf, [anchor] if trusting else [], against, now=LATER)

    return verifying

"""What may run: an approved version, in an entity it was approved for, with nothing left that blocks it."""

from __future__ import annotations

from collections.abc import Sequence

from placet.domain.acts import Condition, ConditionKind, SignOff
from placet.domain.firm import ActKind, Outcome
from placet.domain.parties import Deployment, UseCaseVersion, VersionState
from placet.domain.signoff_rules import Refusal

ENVIRONMENTS = ("synthetic", "shadow", "limited_live", "live")
"""Where a version may run, from made-up data to every customer."""


def deployment_refusals(
    deployment: Deployment, version: UseCaseVersion, sign_offs: Sequence[SignOff], conditions: Sequence[Condition]
) -> tuple[Refusal, ...]:
    """Return every reason why a version may not run as said; empty when it may.

    An approval recorded from before Placet approves nothing here: it was given on no snapshot.
    """
    found = []
    if deployment.environment not in ENVIRONMENTS:
        known = ", ".join(ENVIRONMENTS)
        found.append(Refusal("environment", f"“{deployment.environment}” is not an environment; there are {known}."))
    if version.state != VersionState.APPROVED:
        found.append(Refusal("approved-version", f"Version {version.number} is {version.state}, not approved."))
    approving = [item for item in sign_offs if _approves(item) and deployment.entity_id in item.entity_ids]
    if not approving:
        found.append(Refusal("entity", "The version is not approved for this entity."))
    given_with = {item.id for item in approving}
    waiting = [
        item.number
        for item in conditions
        if item.kind == ConditionKind.PRECEDENT and item.sign_off_id in given_with and not item.discharged_at
    ]
    if waiting:
        found.append(Refusal("precedent", f"Not yet discharged: {', '.join(waiting)}; it comes before any use."))
    if not deployment.from_date:
        found.append(Refusal("from", "The day from which it runs is not said."))
    if deployment.to_date and deployment.to_date < deployment.from_date:
        found.append(Refusal("to", "It would end before it begins."))
    return tuple(found)


def _approves(act: SignOff) -> bool:
    favourable = act.outcome in (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS)
    return act.kind == ActKind.APPROVE and favourable and not act.imported

"""Keep who and what the register knows: entities, people, roles, bodies, vendors, models, systems, use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placet.domain.acts import Condition, SignOff
from placet.domain.canonical import nfc
from placet.domain.deploying import deployment_refusals
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.moments import require_day
from placet.domain.parties import (
    Body,
    DataFlow,
    Deployment,
    Entity,
    Model,
    Person,
    RoleHolding,
    System,
    UseCase,
    UseCaseVersion,
    Vendor,
    VersionState,
)
from placet.operations.open_version import require_open
from placet.operations.workspace import Workspace, found
from placet.register.journal import Change

Party = Entity | Person | RoleHolding | Body | Vendor | Model | System | Deployment


def save(ws: Workspace, party: Party) -> str:
    """Add or change a party and return its id; an empty id is minted."""
    kept = party if party.id else replace(party, id=ws.new_id())
    _require_name(kept)
    for name in ("from_date", "to_date"):
        require_day(getattr(kept, name, ""), name)
    if isinstance(kept, RoleHolding) and kept.to_date and kept.to_date < kept.from_date:
        raise UserFacingError(f"the role would end on {kept.to_date}, before it begins", todo="Correct the dates.")
    if isinstance(kept, Body) and len(set(kept.member_ids)) != len(kept.member_ids):
        raise UserFacingError("somebody is listed twice as a member", kept.name, "List each member once.")
    if isinstance(kept, Deployment):
        _require_deployable(ws, kept)
    verb = "change" if party.id else "add"
    ws.commit(f"{verb}_{_word(kept)}", [Change.put(kept)], subject=kept.id)
    return kept.id


def _require_deployable(ws: Workspace, deployment: Deployment) -> None:
    """Refuse to run what is not approved, or what a condition precedent still blocks; ending a use is always free."""
    old = ws.register.get(Deployment, deployment.id)
    if old is not None and replace(deployment, to_date="") == replace(old, to_date=""):
        return
    version = found(ws.register.get(UseCaseVersion, deployment.version_id), "version", deployment.version_id)
    acts = ws.register.all(SignOff, version_id=version.id)
    conditions = ws.register.all(Condition, version_id=version.id)
    refused = tuple(
        Finding(item.rule, 0, item.sentence) for item in deployment_refusals(deployment, version, acts, conditions)
    )
    if refused:
        raise FindingsError(refused[0].message, refused, f"rule {refused[0].path}")


def _word(party: Party) -> str:
    return "role_holding" if isinstance(party, RoleHolding) else type(party).__name__.lower()


def _require_name(party: Party) -> None:
    name = getattr(party, "name", None)
    if name is not None and not str(name).strip():
        raise UserFacingError(f"the {_word(party)} has no name", todo="Give it a name.")


def add_use_case(
    ws: Workspace,
    name: str,
    *,
    reference: str = "",
    description: str = "",
    purpose: str = "",
    owner_id: str = "",
    entity_ids: Sequence[str] = (),
) -> UseCaseVersion:
    """Add a use case with its first draft version; the firm's own reference must be new."""
    if not name.strip():
        raise UserFacingError("the use case has no name", todo="Give it a name.")
    reference = nfc(reference.strip()) or _next_reference(ws)
    if ws.register.all(UseCase, reference=reference):
        raise UserFacingError(f"the reference {reference} is already taken", todo="Choose another reference.")
    use_case = UseCase(
        ws.new_id(), reference, nfc(name.strip()), nfc(description), nfc(purpose), owner_id, tuple(entity_ids)
    )
    version = UseCaseVersion(ws.new_id(), use_case.id, 1)
    ws.commit("add_use_case", [Change.put(use_case), Change.put(version)], subject=use_case.id)
    return version


def _next_reference(ws: Workspace) -> str:
    taken = {item.reference for item in ws.register.all(UseCase)}
    number = len(taken) + 1
    while f"UC-{number:03d}" in taken:
        number += 1
    return f"UC-{number:03d}"


def change_use_case(ws: Workspace, use_case: UseCase) -> None:
    """Store a changed use case; the reference stays unique."""
    for other in ws.register.all(UseCase, reference=use_case.reference):
        if other.id != use_case.id:
            raise UserFacingError(f"the reference {use_case.reference} is already taken")
    if not use_case.name.strip():
        raise UserFacingError("the use case has no name", todo="Give it a name.")
    ws.commit("change_use_case", [Change.put(use_case)], subject=use_case.id)


def retire_use_case(ws: Workspace, use_case_id: str, on: str) -> None:
    """Retire a use case; its record stays."""
    use_case = found(ws.register.get(UseCase, use_case_id), "use case", use_case_id)
    require_day(on, "retired on")
    ws.commit("retire_use_case", [Change.put(replace(use_case, retired_on=on))], subject=use_case_id)


def find_use_case(ws: Workspace, key: str) -> UseCase:
    """Return a use case by id, reference or exact name."""
    direct = ws.register.get(UseCase, key)
    if direct:
        return direct
    for column in ("reference", "name"):
        matches = ws.register.all(UseCase, **{column: nfc(key)})
        if len(matches) == 1:
            return matches[0]
    return found(None, "use case", key, "“placet usecase list” shows them all.")


def working_version(ws: Workspace, use_case_id: str) -> UseCaseVersion:
    """Return the newest version that is not superseded: the draft if there is one, else what is approved."""
    versions = ws.register.all(UseCaseVersion, use_case_id=use_case_id)
    living = [version for version in versions if version.state != VersionState.SUPERSEDED]
    return found(max(living, key=lambda version: version.number, default=None), "version of use case", use_case_id)


def approved_version(ws: Workspace, use_case_id: str) -> UseCaseVersion | None:
    """Return the newest approved version, the one that may run; None before there is one."""
    approved = ws.register.all(UseCaseVersion, use_case_id=use_case_id, state=VersionState.APPROVED)
    return max(approved, key=lambda version: version.number, default=None)


def deployments_of(ws: Workspace, use_case_id: str) -> tuple[tuple[Deployment, UseCaseVersion], ...]:
    """Return where each version of a use case runs or ran, the newest start first."""
    versions = ws.register.all(UseCaseVersion, use_case_id=use_case_id)
    pairs = [(item, version) for version in versions for item in ws.register.all(Deployment, version_id=version.id)]
    return tuple(sorted(pairs, key=lambda pair: (pair[0].from_date, pair[0].id), reverse=True))


def editable_version(ws: Workspace, use_case_id: str) -> UseCaseVersion:
    """Return the draft; when the newest version is approved, a new draft is made beside it first."""
    version = working_version(ws, use_case_id)
    if version.state in (VersionState.DRAFT, VersionState.SUBMITTED):
        return version
    return new_draft(ws, version)


def new_draft(ws: Workspace, baseline: UseCaseVersion) -> UseCaseVersion:
    """Make the next draft beside an approved baseline, with its facts, flows and answers."""
    from placet.domain.acts import Answer
    from placet.domain.parties import Fact

    draft = replace(
        baseline, id=ws.new_id(), number=baseline.number + 1, state=VersionState.DRAFT, baseline_id=baseline.id
    )
    facts = ws.register.all(Fact, subject_id=baseline.id)
    flows = ws.register.all(DataFlow, version_id=baseline.id)
    answers = ws.register.all(Answer, version_id=baseline.id)
    copies: list[Fact | DataFlow | Answer] = [
        *(replace(fact, id=ws.new_id(), subject_id=draft.id) for fact in facts),
        *(replace(flow, id=ws.new_id(), version_id=draft.id) for flow in flows),
        *(replace(answer, id=ws.new_id(), version_id=draft.id) for answer in answers),
    ]
    ws.commit("new_draft", [Change.put(draft), *map(Change.put, copies)], subject=draft.id)
    return draft


def use_systems(ws: Workspace, version: UseCaseVersion, system_ids: Sequence[str]) -> UseCaseVersion:
    """Say which systems the version puts to use."""
    changed = replace(require_open(ws, version), system_ids=tuple(system_ids))
    ws.commit("use_systems", [Change.put(changed)], subject=version.id)
    return changed


def save_flow(ws: Workspace, flow: DataFlow) -> str:
    """Add or change a data flow of a draft."""
    version = found(ws.register.get(UseCaseVersion, flow.version_id), "version", flow.version_id)
    require_open(ws, version)
    kept = flow if flow.id else replace(flow, id=ws.new_id())
    if not kept.name.strip():
        raise UserFacingError("the data flow has no name", todo="Say in a few words which data it is.")
    _require_known_values(ws, kept)
    ws.commit("save_flow", [Change.put(kept)], subject=kept.id)
    return kept.id


def _require_known_values(ws: Workspace, flow: DataFlow) -> None:
    """Refuse a word that no rule could read: a flow of unknown data would look free of every rule."""
    said = {
        "data_class": flow.data_classes,
        "collected_in": (flow.collected_in,),
        "stored_in": flow.stored_in,
        "processed_in": flow.processed_in,
        "accessed_from": flow.accessed_from,
        "given_to": (flow.given_to,),
        "mechanism": (flow.mechanism,),
    }
    for key, words in said.items():
        definition = ws.facts.get(key)
        if definition is None or not definition.choices:
            continue
        unknown = [word for word in words if word and definition.choice(word) is None]
        if unknown:
            known = ", ".join(choice.key for choice in definition.choices)
            raise UserFacingError(
                f"“{unknown[0]}” is no value of “{definition.label}”", flow.name, f"Use one of {known}."
            )


def remove_flow(ws: Workspace, flow_id: str) -> None:
    """Remove a data flow from a draft; the journal keeps what it was."""
    flow = found(ws.register.get(DataFlow, flow_id), "data flow", flow_id)
    require_open(ws, found(ws.register.get(UseCaseVersion, flow.version_id), "version", flow.version_id))
    ws.commit("remove_flow", [Change.remove(DataFlow, flow_id)], subject=flow_id)


def confirm_flows(ws: Workspace, version: UseCaseVersion, *, complete: bool) -> UseCaseVersion:
    """Record that a person says no data flow is missing, or takes that back."""
    changed = replace(require_open(ws, version), flows_complete=complete)
    ws.commit("confirm_flows", [Change.put(changed)], subject=version.id)
    return changed

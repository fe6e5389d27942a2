"""The Approvals page without its window: the route, the exact pages, and one decision with what forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placet.domain.acts import Evidence, ReviewCopy, SignOff
from placet.domain.errors import Finding, UserFacingError
from placet.domain.firm import OUTCOMES, RouteStage
from placet.domain.moments import shown
from placet.domain.parties import Body, Entity, Person, RoleHolding, UseCase, UseCaseVersion
from placet.domain.signoff_rules import held_role
from placet.operations import keep_parties, sign_off
from placet.operations.assess_use_case import entities_of
from placet.operations.bind_certificate import bind_certificate, require_bound
from placet.operations.compose_decisions import discharge_condition
from placet.operations.follow_route import RouteView, StageState, follow_route, stages_waiting_for
from placet.operations.make_identity import make_evaluation_identity
from placet.operations.review_copy import ReviewWork, compose_review, keep_review, review_pages
from placet.operations.sign_off import Decision
from placet.ui.presenters.act_words import (
    assurance_words,
    in_words,
    kind_words,
    outcome_verbs,
    outcome_words,
    short_mark,
)
from placet.ui.presenters.decided_act import ConditionLine, condition_lines, decided_lines
from placet.ui.presenters.observed import Desk, Observed
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.dossier.build import Rendered
    from placet.signing.identities import Identity

DONE, NOW, LATER, STOPPED = "done", "now", "later", "stopped"


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the route."""

    id: str
    title: str
    state: str
    who: str
    """Who acted, or who may."""
    detail: str
    """Outcome and date, or what the stage does."""
    explanation: str
    assurance: str = ""


@dataclass(frozen=True, slots=True)
class CopyLine:
    """The review copy in view."""

    mark: str
    """“7F3A-…”: the first characters of its fingerprint."""
    pages: int
    made: str
    is_current: bool
    pages_sha256: str


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """What one enters at the chosen stage."""

    stage: RouteStage
    outcomes: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    """Everybody who may be named as deciding, the person at the keyboard first."""
    person_id: str
    owners: tuple[tuple[str, str], ...]
    today: str
    bodies: tuple[tuple[str, str], ...] = ()
    """The body that decides here; empty where a person does."""
    members: tuple[tuple[str, str], ...] = ()
    quorum: int = 0
    exhibits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalsState:
    """What the page shows."""

    headline: str = ""
    empty: str = ""
    entities: tuple[tuple[str, str], ...] = ()
    entity_id: str = ""
    stages: tuple[StageLine, ...] = ()
    stage_id: str = ""
    copy: CopyLine | None = None
    can_make_copy: bool = False
    form: DecisionForm | None = None
    no_form: str = ""
    """Why there is nothing to decide at the chosen stage."""
    decided: tuple[tuple[str, str], ...] = ()
    """What was decided at the chosen stage, label and text."""
    conditions: tuple[ConditionLine, ...] = ()
    waiting: int = 0
    identity: str = ""
    """Whose certificate will sign; empty while none is chosen."""
    is_evaluation: bool = False
    is_bound: bool = True


class ApprovalsPresenter(Observed[ApprovalsState]):
    """Lays out the route and takes decisions; each method that writes raises UserFacingError when it may not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(ApprovalsState())
        self._desk = desk
        self._entity_id = ""
        self._stage_id = ""
        self._identity: Identity | None = None
        self._laid: sign_off.Desk | None = None

    def refresh(self) -> None:
        """Work the route out again and show it."""
        key = self._desk.use_case_id
        if not key:
            self._laid = None
            self._show(ApprovalsState(empty=tr("Choose a use case on the Register page.")))
            return
        ws = self._desk.workspace
        use_case = keep_parties.find_use_case(ws, key)
        version = keep_parties.working_version(ws, key)
        entities = entities_of(ws, use_case)
        if not entities:
            empty = tr("No entity uses “{name}” yet. Say on the Register page which one will.", name=use_case.name)
            self._show(ApprovalsState(empty=empty))
            return
        entity = next((item for item in entities if item.id == self._entity_id), entities[0])
        self._entity_id = entity.id
        view = follow_route(ws, use_case, version, entity)
        self._laid = sign_off.lay_out(ws, use_case, version, entity) if view.is_current else None
        self._show(self._compose(use_case, version, entities, view))

    def _compose(
        self, use_case: UseCase, version: UseCaseVersion, entities: Sequence[Entity], view: RouteView
    ) -> ApprovalsState:
        ws = self._desk.workspace
        chosen = self._chosen(view)
        waiting = stages_waiting_for(ws, view, ws.actor.person_id) if view.is_current and ws.actor.person_id else ()
        is_open = version.state in ("draft", "submitted") and not ws.register.read_only
        return ApprovalsState(
            headline=self._headline(version, view),
            entities=tuple((item.id, item.name) for item in entities),
            entity_id=view.entity.id,
            stages=tuple(self._stage_line(item) for item in view.stages),
            stage_id=chosen.stage.id if chosen else "",
            copy=_copy_line(view.copy, view.is_current) if view.copy else None,
            can_make_copy=is_open and not view.is_current,
            form=self._form(chosen) if chosen and is_open and self._laid and chosen.is_next else None,
            no_form=_no_form(view, chosen, is_fixed=version.state in ("approved", "superseded")),
            decided=decided_lines(ws, chosen.act) if chosen and chosen.act else (),
            conditions=condition_lines(ws, version.id),
            waiting=len(waiting),
            identity=self._identity.common_name if self._identity else "",
            is_evaluation=bool(self._identity and self._identity.is_evaluation),
            is_bound=self._is_bound(ws.actor.person_id),
        )

    def _chosen(self, view: RouteView) -> StageState | None:
        found = next((item for item in view.stages if item.stage.id == self._stage_id), None)
        ready = next((item for item in view.stages if item.is_next), None)
        return found or ready or (view.stages[0] if view.stages else None)

    def _headline(self, version: UseCaseVersion, view: RouteView) -> str:
        done = sum(item.act is not None and not item.is_stopped for item in view.stages)
        said = [tr("Version {number}", number=version.number)]
        said.append(tr("{done} of {all} stages done", done=done, all=len(view.stages)))
        if view.copy is None:
            said.append(tr("no review copy yet"))
        elif not view.is_current:
            said.append(tr("content changed since the review copy"))
        if view.is_complete and view.is_current:
            said.append(tr("route complete"))
        return " · ".join((*said, view.entity.name))

    # the route

    def _stage_line(self, item: StageState) -> StageLine:
        ws, stage, act = self._desk.workspace, item.stage, item.act
        if act is not None:
            words = f"{outcome_words()[act.outcome]}, {shown(act.decided_on)}"
            state = STOPPED if item.is_stopped else DONE
            assurance = assurance_words()[act.assurance]
            return StageLine(stage.id, stage.title, state, self._actor_name(act), words, stage.explanation, assurance)
        roles = [role.title for key in stage.roles if (role := ws.firm.role(key))]
        body = self._body(stage)
        who = body.name if body else (tr("a body that is not in the register yet") if stage.body else ", ".join(roles))
        state = NOW if item.is_next else LATER
        return StageLine(stage.id, stage.title, state, who, kind_words()[stage.kind], stage.explanation)

    def _actor_name(self, act: SignOff) -> str:
        ws = self._desk.workspace
        if act.body_id:
            body = ws.register.get(Body, act.body_id)
            return body.name if body else ""
        person = ws.register.get(Person, act.person_id)
        return f"{person.name}, {act.capacity}" if person else act.capacity

    def _body(self, stage: RouteStage) -> Body | None:
        if not stage.body:
            return None
        found = self._desk.workspace.register.all(Body, key=stage.body)
        here = [item for item in found if item.entity_id in ("", self._entity_id)]
        return next(iter(here), None)

    # the decision

    def _form(self, chosen: StageState) -> DecisionForm:
        ws, stage = self._desk.workspace, chosen.stage
        words = outcome_words()
        people = sorted(ws.register.all(Person), key=lambda item: (item.id != ws.actor.person_id, item.name))
        listed = tuple((item.id, item.name) for item in people)
        body = self._body(stage)
        return DecisionForm(
            stage=stage,
            outcomes=tuple((key, words[key]) for key in OUTCOMES[stage.kind]),
            people=listed,
            person_id="" if stage.body else (ws.actor.person_id or ""),
            owners=tuple(sorted(listed, key=lambda item: item[1])),
            today=ws.today().isoformat(),
            bodies=((body.id, body.name),) if body else (),
            members=tuple((key, name) for key, name in listed if body and key in body.member_ids),
            quorum=body.quorum if body else 0,
            exhibits=self.exhibits(),
        )

    def check(self, decision: Decision) -> tuple[Finding, ...]:
        """Return every rule that forbids the decision, each naming itself."""
        if self._laid is None:
            return ()
        ws, identity, decision = self._desk.workspace, self._identity, self._signed(decision)
        found = list(sign_off.check(ws, self._laid, decision, identity))
        if identity is not None:
            try:
                require_bound(ws, decision.person_id, identity)
            except UserFacingError as error:
                found.append(Finding(error.rule, 0, error.sentence))
        return tuple(replace(item, message=in_words(ws, item.message)) for item in found)

    def _signed(self, decision: Decision) -> Decision:
        """Return a body's decision with who signs its record: the person at the keyboard, where an identity is used."""
        if not decision.body_id or self._identity is None:
            return decision
        return replace(decision, person_id=self._desk.workspace.actor.person_id)

    def capacity(self, stage_id: str, person_id: str, decided_on: str) -> str:
        """Return the capacity in which a person would act; empty where they hold none."""
        ws, stages = self._desk.workspace, self._laid.stages if self._laid else ()
        stage = next((item for item in stages if item.id == stage_id), None)
        if stage is None or not decided_on:
            return ""
        holdings = ws.register.all(RoleHolding, person_id=person_id)
        held = held_role(stage, person_id, self._entity_id, decided_on, holdings)
        role = ws.firm.role(held.role) if held else None
        return role.title if role else ""

    def statement(self, decision: Decision) -> str:
        """Return what the button says: exactly what will be signed, by whom, for whom."""
        laid = self._laid
        if laid is None or not decision.outcome:
            return tr("Choose an outcome first")
        verb = outcome_verbs()[decision.outcome]
        what = tr(
            "{verb} version {number}, {pages} pages, review copy {mark}",
            verb=verb, number=laid.version.number, pages=laid.copy.page_count, mark=short_mark(laid.copy),
        )  # fmt: skip
        scope = tr("for {entity} {place} only", entity=laid.entity.name, place=laid.entity.place)
        if decision.body_id:
            body = self._desk.workspace.register.get(Body, decision.body_id)
            signer = tr(", signed by {name}", name=self._desk.workspace.actor.name) if self._identity else ""
            name = body.name if body else ""
            return tr("Record for {body}: {what}, {scope}{signer}", body=name, what=what, scope=scope, signer=signer)
        capacity = self.capacity(decision.stage_id, decision.person_id, decision.decided_on)
        as_what = tr("as {capacity}", capacity=capacity) if capacity else ""
        said = ", ".join(part for part in (what, as_what, scope) if part)
        return said if self._identity else tr("{said} (recorded, not signed)", said=said)

    def sign(self, decision: Decision) -> SignOff:
        """Perform the act; the identity is let go afterwards, whatever comes of it."""
        if self._laid is None:
            raise UserFacingError(tr("there is nothing to decide on"), todo=tr("Make the review copy first."))
        done = sign_off.sign_off(self._desk.workspace, self._laid, self._signed(decision), self._identity)
        self._identity, self._stage_id = None, ""
        self.refresh()
        return done

    def exhibits(self) -> tuple[tuple[str, str], ...]:
        """Return every exhibit of the register, to choose from."""
        kept = self._desk.workspace.register.all(Evidence)
        return tuple((item.id, f"{item.number}  {item.title}") for item in kept)

    def discharge(self, condition_id: str, evidence_ids: Sequence[str]) -> None:
        """Discharge a condition on evidence, by the person at the keyboard."""
        discharge_condition(self._desk.workspace, condition_id, evidence_ids)
        self.refresh()

    # going about

    def choose_entity(self, entity_id: str) -> None:
        """Show the route of another entity."""
        self._entity_id, self._stage_id = entity_id, ""
        self.refresh()

    def choose_stage(self, stage_id: str) -> None:
        """Show another stage."""
        self._stage_id = stage_id
        self.refresh()

    # the review copy

    def compose_copy(self) -> ReviewWork:
        """Freeze the content as it stands; it is then rendered off the screen's thread and kept."""
        ws = self._desk.workspace
        use_case = keep_parties.find_use_case(ws, self._desk.use_case_id)
        version = keep_parties.working_version(ws, use_case.id)
        entity = next(item for item in entities_of(ws, use_case) if item.id == self._entity_id)
        return compose_review(ws, use_case, version, entity)

    def keep_copy(self, work: ReviewWork, rendered: Rendered) -> None:
        """Keep the rendered review copy."""
        keep_review(self._desk.workspace, work, rendered)
        self.refresh()

    def pages(self) -> bytes:
        """Return the exact pages of the review copy in view; never rendered again."""
        copy = self.state.copy
        kept = self._desk.workspace.register.all(ReviewCopy, pages_sha256=copy.pages_sha256) if copy else ()
        return review_pages(self._desk.workspace, kept[0]) if kept else b""

    # the identity

    def use_identity(self, identity: Identity | None) -> None:
        """Sign with this certificate, or with none."""
        self._identity = identity
        self.refresh()

    def bind_identity(self, person_id: str, basis: str) -> None:
        """Say that the certificate is this person's, and how that is known."""
        if self._identity is not None:
            bind_certificate(self._desk.workspace, person_id, self._identity, basis)
            self._show(replace(self.state, is_bound=self._is_bound(person_id)))

    def make_evaluation(self, person_id: str, passphrase: str) -> bytes:
        """Make an evaluation identity for a person, bind it, use it, and return its file to keep."""
        data, identity = make_evaluation_identity(self._desk.workspace, person_id, passphrase)
        self.use_identity(identity)
        return data

    def _is_bound(self, person_id: str) -> bool:
        if self._identity is None:
            return True
        try:
            require_bound(self._desk.workspace, person_id, self._identity)
        except UserFacingError:
            return False
        return True


def _copy_line(copy: ReviewCopy, is_current: bool) -> CopyLine:
    return CopyLine(short_mark(copy), copy.page_count, shown(copy.made_at), is_current, copy.pages_sha256)


def _no_form(view: RouteView, chosen: StageState | None, *, is_fixed: bool) -> str:
    if view.copy is None:
        return tr("Make the review copy first: every stage decides on exactly the same pages.")
    if not view.is_current and is_fixed:
        return tr("This version is decided. The register or its rules say something else since: start a new draft.")
    if not view.is_current:
        return tr("The content has changed since this review copy was made. Decisions on it do not count any more.")
    if chosen is None:
        return tr("The firm’s route has no stage for this use case.")
    if chosen.act is not None and not chosen.is_stopped:
        return tr("This stage is decided.")
    return "" if chosen.is_next else tr("This stage comes later.")

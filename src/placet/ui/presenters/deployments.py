"""Where a use case runs, without widgets: the list, and the form that puts an approved version to use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from placet.domain.deploying import ENVIRONMENTS
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import Deployment, Entity, UseCase, UseCaseVersion
from placet.domain.places import PLACE_NAMES
from placet.operations.keep_parties import approved_version, deployments_of, save
from placet.ui.presenters.form_fields import FieldKind, FormField, Option, Values, day_from, day_shown, missing, text_of
from placet.ui.presenters.use_cases import place_word
from placet.ui.session import Session
from placet.ui.translate import tr

ENVIRONMENT_WORDS = {
    "synthetic": "made-up data",
    "shadow": "in the shadow: nobody acts on it",
    "limited_live": "limited live",
    "live": "live",
}
_FIELD_OF_RULE = {"entity": "entity", "precedent": "entity", "environment": "environment", "from": "from", "to": "to"}
"""Which field a refusal belongs under; the others are the whole form's."""


@dataclass(frozen=True, slots=True)
class DeploymentLine:
    """One place where a version runs or ran."""

    id: str
    title: str
    note: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class DeploymentsState:
    """What the section shows."""

    use_case_id: str = ""
    lines: tuple[DeploymentLine, ...] = ()
    can_add: bool = False
    why_not: str = ""
    """Why nothing may be put to use, in words."""
    is_open: bool = False
    """The form is shown."""
    editing_id: str = ""
    """The deployment in the form; empty for a new one."""
    fields: tuple[FormField, ...] = ()
    values: Values = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


class DeploymentsPresenter:
    """Lists, adds and changes deployments of one use case."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.state = DeploymentsState()
        self.changed: list[Callable[[DeploymentsState], object]] = []

    def _set(self, state: DeploymentsState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def show(self, use_case_id: str) -> None:
        """Show a use case; an open form stays while it is the same one."""
        former = self.state if use_case_id == self.state.use_case_id else DeploymentsState()
        if not use_case_id:
            self._set(DeploymentsState())
            return
        ws = self._session.workspace
        use_case = ws.register.get(UseCase, use_case_id)
        names = {item.id: item.name for item in ws.register.all(Entity)}
        today = ws.today().isoformat()
        lines = tuple(_line(item, version, names, today) for item, version in deployments_of(ws, use_case_id))
        why_not = ""
        if use_case is not None and use_case.retired_on:
            why_not = tr("The use case is retired: nothing new is put to use.")
        elif approved_version(ws, use_case_id) is None:
            why_not = tr("No version is approved yet, so nothing may run.")
        can_add = not why_not and not ws.register.read_only
        self._set(replace(former, use_case_id=use_case_id, lines=lines, can_add=can_add, why_not=why_not))

    def begin(self) -> None:
        """Open the form of a new deployment; a lone entity is taken."""
        fields = self._fields()
        entities = fields[0].options
        values: Values = {"entity": entities[0].key} if len(entities) == 1 else {}
        self._set(replace(self.state, is_open=True, editing_id="", fields=fields, values=values, problems={}))

    def change(self, deployment_id: str) -> None:
        """Open the form of a deployment."""
        item = self._session.workspace.register.get(Deployment, deployment_id)
        if item is None:
            return
        values: Values = {
            "entity": item.entity_id,
            "place": item.place,
            "population": item.population,
            "environment": item.environment,
            "from": item.from_date,
            "to": item.to_date,
        }
        self._set(
            replace(self.state, is_open=True, editing_id=item.id, fields=self._fields(item), values=values, problems={})
        )

    def close_form(self) -> None:
        """Close the form without saving."""
        self._set(replace(self.state, is_open=False, editing_id="", fields=(), values={}, problems={}))

    def _fields(self, item: Deployment | None = None) -> tuple[FormField, ...]:
        register = self._session.workspace.register
        use_case = register.get(UseCase, self.state.use_case_id)
        own = {*(use_case.entity_ids if use_case else ()), *([item.entity_id] if item else ())}
        entities = tuple(Option(entity.id, entity.name) for entity in register.all(Entity) if entity.id in own)
        places = tuple(Option(code, place_word(code)) for code in PLACE_NAMES)
        kinds = tuple(Option(key, ENVIRONMENT_WORDS[key]) for key in ENVIRONMENTS)
        choice = FieldKind.CHOICE
        return (
            FormField("entity", "En&tity", choice, options=entities, is_required=True, is_half=True),
            FormField("place", "Pla&ce", choice, "Empty: where the entity is.", places, is_half=True),
            FormField("population", "For w&hom", help="Such as 50 staff of the contact centre."),
            FormField("environment", "En&vironment", choice, options=kinds, is_required=True),
            FormField("from", "Fro&m", FieldKind.DATE, is_required=True, is_half=True),
            FormField("to", "Unt&il", FieldKind.DATE, "Empty while it runs.", is_half=True),
        )

    def save(self, values: Values) -> bool:
        """Put the deployment on record; what stands against it is said under its field."""
        problems = missing(self.state.fields, values)
        days = {}
        for key, label in (("from", "From"), ("to", "Until")):
            try:
                days[key] = day_from(text_of(values, key), label)
            except UserFacingError as error:
                problems[key] = error.sentence
        if not problems and days["to"] and days["to"] < days["from"]:
            problems["to"] = tr("It would end before it begins.")
        if not problems:
            try:
                save(self._session.workspace, self._made(values, days))
            except FindingsError as error:
                problems = _by_field(error)
        if problems:
            self._set(replace(self.state, values=values, problems=problems))
            return False
        self.close_form()
        self._session.tell_change(tr("Saved"))
        self.show(self.state.use_case_id)
        return True

    def _made(self, values: Values, days: dict[str, str]) -> Deployment:
        ws = self._session.workspace
        former = ws.register.get(Deployment, self.state.editing_id) if self.state.editing_id else None
        version = None if former else approved_version(ws, self.state.use_case_id)
        entity = ws.register.get(Entity, text_of(values, "entity"))
        if former is None and version is None:
            raise UserFacingError("no version is approved, so nothing may run", todo="Take it through its approvals.")
        return Deployment(
            self.state.editing_id,
            former.version_id if former else version.id if version else "",
            text_of(values, "entity"),
            text_of(values, "place") or (entity.place if entity else ""),
            text_of(values, "population"),
            text_of(values, "environment"),
            days["from"],
            days["to"],
        )


def _by_field(error: FindingsError) -> dict[str, str]:
    problems: dict[str, str] = {}
    for item in error.findings:
        key = _FIELD_OF_RULE.get(item.path, "")
        problems[key] = " ".join(filter(None, (problems.get(key, ""), item.message)))
    return problems


def _line(item: Deployment, version: UseCaseVersion, names: dict[str, str], today: str) -> DeploymentLine:
    kind = tr(ENVIRONMENT_WORDS[item.environment]) if item.environment in ENVIRONMENT_WORDS else item.environment
    is_over = bool(item.to_date) and item.to_date < today
    period = tr("from {day}", day=day_shown(item.from_date)) if item.from_date else ""
    until = tr("until {day}", day=day_shown(item.to_date)) if item.to_date else ""
    said = (tr("version {number}", number=version.number), item.population, " ".join(filter(None, (period, until))))
    title = " · ".join(filter(None, (names.get(item.entity_id, ""), place_word(item.place), kind)))
    return DeploymentLine(item.id, title, " · ".join(filter(None, said)), is_over)

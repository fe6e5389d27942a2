"""Importing an inventory without widgets: file, columns, check, and then all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from placet.domain.errors import Finding, UserFacingError
from placet.domain.facts import About, FactCatalogue, FactDefinition, FactKind
from placet.domain.parties import Entity
from placet.exchange.cells import Sheet, heading_key
from placet.exchange.difference import Change, ChangeKind
from placet.exchange.mapping import (
    FACT_PREFIX,
    IGNORED,
    OWN_FIELD,
    TARGETS,
    ColumnRule,
    MappedValue,
    Mapping,
    Word,
    check_mapping,
    fact_of,
)
from placet.exchange.plan import ImportPlan
from placet.operations.import_inventory import apply_import, plan_import, suggested_mapping
from placet.operations.keep_mapping import fitting_mapping, save_mapping
from placet.ui.presenters.form_fields import Option
from placet.ui.session import Session
from placet.ui.translate import tr

ENTITY = "use_case.entity"
_MOST_WORDS = 40
_EXAMPLES = 3


class ImportStep(StrEnum):
    """Where the wizard is."""

    FILE = "file"
    COLUMNS = "columns"
    CHECK = "check"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the sheet and what it feeds."""

    heading: str
    examples: str
    target: str
    is_suggested: bool = True


@dataclass(frozen=True, slots=True)
class WordLine:
    """One word of a column and what it stands for; ``meaning`` is empty where it is read as written."""

    text: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the preview."""

    kind: str
    name: str
    what: str
    is_noteworthy: bool


@dataclass(frozen=True, slots=True)
class ImportState:
    """What the wizard shows."""

    step: ImportStep = ImportStep.FILE
    file_name: str = ""
    sheets: tuple[str, ...] = ()
    sheet_name: str = ""
    row_count: int = 0
    mapping_name: str = ""
    is_known_mapping: bool = False
    columns: tuple[ColumnLine, ...] = ()
    targets: tuple[Option, ...] = ()
    chosen: str = ""
    """Heading of the column whose words are shown."""
    words: tuple[WordLine, ...] = ()
    meanings: tuple[Option, ...] = ()
    entity: str = ""
    entities: tuple[str, ...] = ()
    needs_entity: bool = False
    findings: tuple[Finding, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    summary: str = ""
    can_go_on: bool = False
    imported: int = 0
    notes: tuple[str, ...] = field(default=())


class ImportPresenter:
    """Holds the sheet, the mapping and the plan between steps."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.data = b""
        self._sheet: Sheet | None = None
        self._mapping = Mapping("", ())
        self._plan: ImportPlan | None = None
        self.state = ImportState()
        self.changed: list[Callable[[ImportState], object]] = []

    def _set(self, state: ImportState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def begin(self) -> None:
        """Start afresh."""
        self.data, self._sheet, self._plan = b"", None, None
        self._set(ImportState())

    def take_file(self, name: str, data: bytes, sheets: Sequence[str], sheet: Sheet) -> None:
        """Take a file that was read; its mapping is the kept one that fits, else proposed."""
        ws = self._session.workspace
        self.data, self._sheet = data, sheet
        known = fitting_mapping(ws, sheet)
        self._mapping = known or suggested_mapping(ws, sheet, name.rpartition(".")[0] or name)
        self._mapping = _complete(self._mapping, sheet)
        entities = tuple(item.name for item in ws.register.all(Entity))
        if not self._mapping.feeds(ENTITY) and not self._mapping.default(ENTITY) and len(entities) == 1:
            self._mapping = replace(self._mapping, defaults=(*self._mapping.defaults, (ENTITY, entities[0])))
        notes = tuple(str(note) for note in sheet.notes)
        self._show_columns(
            ImportState(
                ImportStep.COLUMNS,
                name,
                tuple(sheets),
                sheet.name,
                len(sheet.rows),
                self._mapping.name,
                known is not None,
                entities=entities,
                targets=_targets(ws.facts, tuple(ws.packs)),
                notes=notes,
            )
        )

    def _show_columns(self, state: ImportState) -> None:
        sheet = self._require_sheet()
        lines = tuple(
            ColumnLine(rule.column, "  ·  ".join(_examples(sheet.values(rule.column))), rule.target)
            for rule in self._mapping.columns
        )
        findings = check_mapping(self._mapping, self._session.workspace.facts)
        has_entity = self._mapping.feeds(ENTITY) or not state.entities
        self._set(
            replace(
                state,
                step=ImportStep.COLUMNS,
                columns=lines,
                words=self._words(state.chosen),
                meanings=self._meanings(state.chosen),
                entity=self._mapping.default(ENTITY),
                needs_entity=not has_entity,
                findings=findings,
                can_go_on=not any(item.severity == "error" for item in findings),
                summary="",
            )
        )

    def feed(self, heading: str, target: str) -> None:
        """Let a column feed something else."""
        self._replace_rule(heading, lambda rule: replace(rule, target=target, words=()))

    def choose_column(self, heading: str) -> None:
        """Show the words of a column."""
        self._show_columns(replace(self.state, chosen=heading))

    def mean(self, word: str, meaning: str) -> None:
        """Say what a word of the chosen column stands for; an empty meaning reads it as written."""
        definition = self._definition(self.state.chosen)

        def changed(rule: ColumnRule) -> ColumnRule:
            others = tuple(item for item in rule.words if heading_key(item.text) != heading_key(word))
            if not meaning or definition is None:
                return replace(rule, words=others)
            return replace(rule, words=(*others, Word(word, _meant(definition, meaning))))

        self._replace_rule(self.state.chosen, changed)

    def choose_entity(self, name: str) -> None:
        """Say which entity every row of the file is for."""
        others = tuple(item for item in self._mapping.defaults if item[0] != ENTITY)
        self._mapping = replace(self._mapping, defaults=(*others, (ENTITY, name)) if name else others)
        self._show_columns(self.state)

    def _replace_rule(self, heading: str, change: Callable[[ColumnRule], ColumnRule]) -> None:
        rules = tuple(change(rule) if rule.column == heading else rule for rule in self._mapping.columns)
        self._mapping = replace(self._mapping, columns=rules)
        self._show_columns(self.state)

    def back(self) -> None:
        """Go one step back."""
        if self.state.step is ImportStep.CHECK:
            self._show_columns(self.state)
        else:
            self.begin()

    def check(self) -> None:
        """Work out what the import would do, with every problem at its cell."""
        self._plan = plan_import(self._session.workspace, self._require_sheet(), self._mapping)
        plan = self._plan
        lines = tuple(_change_line(change, self._session.workspace.facts) for change in plan.changes)
        self._set(
            replace(
                self.state,
                step=ImportStep.CHECK,
                findings=plan.findings,
                changes=lines,
                summary=_summary(plan),
                can_go_on=plan.can_apply and not plan.is_empty,
            )
        )

    def apply(self) -> None:
        """Take all of it in one transaction, and keep the mapping for the next file."""
        if self._plan is None:
            raise UserFacingError("nothing was checked yet", todo="Check the file first.")
        ws = self._session.workspace
        count = apply_import(ws, self._plan, self.state.file_name)
        save_mapping(ws, self._mapping)
        self._session.tell_change()
        self._set(replace(self.state, step=ImportStep.DONE, imported=count))

    def _require_sheet(self) -> Sheet:
        if self._sheet is None:
            raise UserFacingError("no file was read yet", todo="Choose a file.")
        return self._sheet

    def _rule(self, heading: str) -> ColumnRule | None:
        return next((rule for rule in self._mapping.columns if rule.column == heading), None)

    def _definition(self, heading: str) -> FactDefinition | None:
        rule = self._rule(heading)
        return fact_of(rule.target, self._session.workspace.facts)[0] if rule else None

    def _words(self, heading: str) -> tuple[WordLine, ...]:
        rule, definition = self._rule(heading), self._definition(heading)
        if rule is None or definition is None or not _meanings(definition):
            return ()
        counts = Counter(value.strip() for value in self._require_sheet().values(heading))
        given = {heading_key(word.text): word.value for word in rule.words}
        return tuple(
            WordLine(text, count, _meaning(given[heading_key(text)]) if heading_key(text) in given else "")
            for text, count in counts.most_common(_MOST_WORDS)
        )

    def _meanings(self, heading: str) -> tuple[Option, ...]:
        definition = self._definition(heading)
        return _meanings(definition) if definition else ()


def _complete(mapping: Mapping, sheet: Sheet) -> Mapping:
    """Return the mapping with a rule for every column of the sheet and for no other, in the sheet's order."""
    rules = tuple(mapping.rule_for(heading) or ColumnRule(heading, OWN_FIELD) for heading in sheet.headings)
    named = tuple(replace(rule, column=heading) for rule, heading in zip(rules, sheet.headings, strict=True))
    return replace(mapping, columns=named)


def _targets(facts: FactCatalogue, places: tuple[str, ...]) -> tuple[Option, ...]:
    """Return everything a column may feed, the plain ones first."""
    plain = [Option(OWN_FIELD, "kept as the firm’s own field"), Option(IGNORED, "not imported")]
    named = [Option(key, label) for key, label in TARGETS.items()]
    stated = []
    for item in facts.definitions:
        if item.about not in (About.USE_CASE, About.SYSTEM, About.MODEL):
            continue
        target, label = f"{FACT_PREFIX}{item.key}", tr("Fact: {label}", label=tr(item.label))
        stated.append(Option(target, label))
        if item.per_place:
            stated += [Option(f"{target}@{place}", f"{label}, {place}") for place in places]
    return (*plain, *named, *sorted(stated, key=lambda option: option.label))


def _examples(values: Sequence[str]) -> list[str]:
    distinct = list(dict.fromkeys(" ".join(value.split()) for value in values))
    return [value if len(value) <= 32 else f"{value[:30]}…" for value in distinct[:_EXAMPLES]]


def _meanings(definition: FactDefinition) -> tuple[Option, ...]:
    unknown = Option("?", "not known")
    if definition.kind is FactKind.BOOL:
        return (Option("yes", "yes"), Option("no", "no"), unknown)
    return (*(Option(choice.key, choice.label) for choice in definition.choices), unknown) if definition.choices else ()


def _meant(definition: FactDefinition, meaning: str) -> MappedValue:
    if meaning == "?":
        return None
    if definition.kind is FactKind.BOOL:
        return meaning == "yes"
    return (meaning,) if definition.kind is FactKind.SET else meaning


def _meaning(value: MappedValue) -> str:
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value[0] if isinstance(value, tuple) and value else str(value)


_KIND_WORDS = {
    ChangeKind.NEW: "new",
    ChangeKind.CHANGED: "changed",
    ChangeKind.UNCHANGED: "unchanged",
    ChangeKind.MISSING: "not in the file, kept",
}


def _change_line(change: Change, facts: FactCatalogue) -> ChangeLine:
    labels = {item.field: _field_label(item.field, facts) for item in change.fields}
    what = "; ".join(
        f"{labels[item.field]}: {_short(item.before) or '—'} → {_short(item.after) or '—'}"
        if change.kind is ChangeKind.CHANGED
        else f"{labels[item.field]}: {_short(item.after)}"
        for item in change.fields
    )
    subject = "" if change.subject == "use_case" else f" ({change.subject})"
    noteworthy = change.kind in (ChangeKind.NEW, ChangeKind.CHANGED)
    return ChangeLine(_KIND_WORDS[change.kind], f"{change.name}{subject}", what, noteworthy)


def _field_label(name: str, facts: FactCatalogue) -> str:
    definition, place = fact_of(name, facts)
    if definition is not None:
        return f"{definition.label} ({place})" if place else definition.label
    return TARGETS.get(name, name.partition(":")[2] or name.capitalize())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:58]}…"


def _summary(plan: ImportPlan) -> str:
    if len(plan.errors) == 1:
        return tr("One problem: nothing is imported until the file or the mapping is mended.")
    if plan.errors:
        told = tr("{count} problems: nothing is imported until the file or the mapping is mended.")
        return told.format(count=len(plan.errors))
    parts = [f"{plan.count(kind)} {tr(_KIND_WORDS[kind])}" for kind in ChangeKind if plan.count(kind)]
    return tr("Use cases: {parts}", parts=", ".join(parts) or tr("none"))

"""Fill a regulator's form from facts and answers; what the register does not know is left to be asked."""

from __future__ import annotations

from placet.domain.acts import Answer
from placet.domain.coverage import newest
from placet.domain.disclosure import may_see
from placet.domain.pack import ASK, Form, FormField
from placet.domain.parties import Entity, UseCase, UseCaseVersion
from placet.domain.snapshot import FormContent, FormLine
from placet.domain.wording import value_text
from placet.operations.assess_use_case import answers_of
from placet.operations.compose_rules import WITHHELD, Selection


def form_content(
    chosen: Selection, form: Form, use_case: UseCase, entity: Entity, version: UseCaseVersion
) -> FormContent:
    """Return the form with each field's content; an empty value is what a person still has to write."""
    regulator = next((item for item in chosen.pack.regulators if item.id == form.regulator), None)
    lines = tuple(
        FormLine(field.label, _content(chosen, form, field, use_case, entity, version), field.required, field.help)
        for field in form.fields
    )
    return FormContent(
        form.id,
        form.title,
        regulator.name if regulator else form.regulator,
        chosen.citation(form.instrument, form.clause),
        form.official,
        form.channel,
        form.note,
        lines,
    )


def _content(
    chosen: Selection, form: Form, field: FormField, use_case: UseCase, entity: Entity, version: UseCaseVersion
) -> str:
    if field.source != ASK:
        return _value(chosen, field.source, use_case, entity, version)
    given = answers_of(chosen.ws, version)
    said = newest(given, entity_id=entity.id, requirement=form.answer_key(field), here_only=True)
    return _shown(chosen, said) if said else ""


def _shown(chosen: Selection, answer: Answer) -> str:
    """Return what was answered, unless its disclosure class keeps it from the addressee."""
    return answer.statement if may_see(answer.disclosure, chosen.addressee) else WITHHELD


def _value(chosen: Selection, source: str, use_case: UseCase, entity: Entity, version: UseCaseVersion) -> str:
    root, _, rest = source.partition(".")
    match root:
        case "entity":
            return _joined(getattr(entity, rest, ""))
        case "use_case":
            return chosen.name_of(use_case.owner_id) if rest == "owner" else _joined(getattr(use_case, rest, ""))
        case "version":
            return _joined(getattr(version, rest, ""))
        case "fact" | "facts":
            value = chosen.assessment.context.facts.get(rest)
            return "" if value is None else value_text(chosen.ws.facts, rest, value)
        case "answer":
            return _statement(chosen, rest.removesuffix(".statement"))
    return ""


def _joined(value: object) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


def _statement(chosen: Selection, control_id: str) -> str:
    for item in chosen.assessment.coverage:
        for answer in item.answers:
            if answer.control_id == control_id:
                return _shown(chosen, answer)
    return ""

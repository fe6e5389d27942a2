"""A person's roles and certificates without widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from placet.domain.errors import UserFacingError
from placet.domain.moments import shown
from placet.domain.parties import CertificateBinding, Entity, Person, RoleHolding
from placet.operations.bind_certificate import end_binding
from placet.operations.keep_parties import save
from placet.operations.make_identity import bind_pkcs12, make_evaluation_identity
from placet.ui.presenters.form_fields import FieldKind, FormField, Option, Values, day_from, missing, text_of
from placet.ui.presenters.party_kinds import names_of, options_of
from placet.ui.session import Session
from placet.ui.translate import tr

LEAST_PASSPHRASE = 8
_EVALUATION = "An evaluation identity proves nothing about who signed; it is labelled so everywhere."


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role held."""

    id: str
    title: str
    where: str
    period: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate bound to the person."""

    id: str
    subject: str
    kind: str
    valid: str
    basis: str
    fingerprint: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class PersonState:
    """What the panel shows."""

    person_id: str = ""
    name: str = ""
    roles: tuple[RoleLine, ...] = ()
    certificates: tuple[CertificateLine, ...] = ()
    form: str = ""
    """Which form is open: ``role``, ``bind``, ``make`` or none."""
    fields: tuple[FormField, ...] = ()
    values: Values = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


class PersonPresenter:
    """Shows and changes what a person holds."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.state = PersonState()
        self.changed: list[Callable[[PersonState], object]] = []

    def _set(self, state: PersonState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def show(self, person_id: str) -> None:
        """Show another person; an empty id shows nobody."""
        self._set(self._read(person_id) if person_id else PersonState())

    def _read(self, person_id: str) -> PersonState:
        ws = self._session.workspace
        person = ws.register.get(Person, person_id)
        if person is None:
            return PersonState()
        names, today = names_of(ws), ws.today().isoformat()
        roles = tuple(_role_line(self._title(item.role), item, names, today) for item in self._roles(person_id))
        bound = ws.register.all(CertificateBinding, person_id=person_id)
        return PersonState(person.id, person.name, roles, tuple(_certificate_line(item) for item in bound))

    def _roles(self, person_id: str) -> tuple[RoleHolding, ...]:
        return self._session.workspace.register.all(RoleHolding, person_id=person_id)

    def _title(self, key: str) -> str:
        role = self._session.workspace.firm.role(key)
        return role.title if role else key

    def open_form(self, form: str, path: str = "") -> None:
        """Open a form: ``role``, ``bind`` or ``make``."""
        fields = {"role": self._role_fields, "bind": _bind_fields, "make": _make_fields}[form]()
        values: Values = {"path": path, "from": self._session.workspace.today().isoformat()}
        self._set(replace(self.state, form=form, fields=fields, values=values, problems={}))

    def close_form(self) -> None:
        """Close the form without saving."""
        self._set(replace(self.state, form="", fields=(), values={}, problems={}))

    def _role_fields(self) -> tuple[FormField, ...]:
        ws = self._session.workspace
        roles = tuple(Option(item.key, item.title) for item in ws.firm.roles)
        return (
            FormField("role", "R&ole", FieldKind.CHOICE, options=roles, is_required=True),
            FormField("entity", "En&tity", FieldKind.CHOICE, "Empty: in every entity.", options_of(ws, Entity)),
            FormField("from", "&From", FieldKind.DATE, is_half=True),
            FormField("to", "Unti&l", FieldKind.DATE, is_half=True),
            FormField("limit", "Lim&it", help="Of the delegation, if any."),
            FormField("instrument", "&Given by", help="The document that gives the role."),
        )

    def _refuse(self, values: Values, problems: dict[str, str]) -> bool:
        self._set(replace(self.state, values=values, problems=problems))
        return False

    def add_role(self, values: Values) -> bool:
        """Record that the person holds a role; tell whether it is on record."""
        problems = missing(self.state.fields, values)
        days = {}
        for key, label in (("from", "From"), ("to", "Until")):
            try:
                days[key] = day_from(text_of(values, key), label)
            except UserFacingError as error:
                problems[key] = error.sentence
        if not problems and days["to"] and days["from"] > days["to"]:
            problems["to"] = tr("The role ends before it begins.")
        if problems:
            return self._refuse(values, problems)
        holding = RoleHolding(
            "",
            self.state.person_id,
            text_of(values, "role"),
            text_of(values, "entity"),
            days["from"],
            days["to"],
            text_of(values, "limit"),
            text_of(values, "instrument"),
        )
        save(self._session.workspace, holding)
        self._done()
        return True

    def end_role(self, role_id: str) -> None:
        """End a role as of today."""
        ws = self._session.workspace
        holding = ws.register.get(RoleHolding, role_id)
        if holding is not None:
            save(ws, replace(holding, to_date=ws.today().isoformat()))
            self._done()

    def bind(self, values: Values) -> bool:
        """Bind the certificate in a file to the person; tell whether it is bound."""
        problems = missing(self.state.fields, values)
        if problems:
            return self._refuse(values, problems)
        path = Path(text_of(values, "path"))
        try:
            data = path.read_bytes()
        except OSError as error:
            return self._refuse(values, {"path": tr("The file cannot be read: {why}.", why=error.strerror or "")})
        passphrase, basis = str(values.get("passphrase", "")), text_of(values, "basis")
        bind_pkcs12(self._session.workspace, self.state.person_id, data, passphrase or None, path.name, basis)
        self._done()
        return True

    def make(self, values: Values) -> bytes:
        """Make an evaluation identity, bind it, and return its file; empty when a field is wrong."""
        passphrase, again = str(values.get("passphrase", "")), str(values.get("again", ""))
        problems: dict[str, str] = {}
        if len(passphrase) < LEAST_PASSPHRASE:
            problems["passphrase"] = tr("Use at least {count} characters.", count=LEAST_PASSPHRASE)
        elif passphrase != again:
            problems["again"] = tr("The two passphrases do not match.")
        if problems:
            self._refuse(values, problems)
            return b""
        data, _ = make_evaluation_identity(self._session.workspace, self.state.person_id, passphrase)
        self._done()
        return data

    def end_certificate(self, binding_id: str) -> None:
        """End a binding: the key is lost, or the person has left."""
        ws = self._session.workspace
        binding = ws.register.get(CertificateBinding, binding_id)
        if binding is not None:
            end_binding(ws, binding)
            self._done()

    def _done(self) -> None:
        person_id = self.state.person_id
        self._session.tell_change()
        self.show(person_id)


def _bind_fields() -> tuple[FormField, ...]:
    return (
        FormField("path", "Identity &file", help="A .p12 or .pfx file; it stays where it is.", is_required=True),
        FormField("passphrase", "&Passphrase of the file", FieldKind.SECRET),
        FormField("basis", "How it is known to be &theirs", is_required=True, help="Such as: issued by the firm’s CA."),
    )


def _make_fields() -> tuple[FormField, ...]:
    return (
        FormField(
            "passphrase",
            "&Passphrase of the file",
            FieldKind.SECRET,
            _EVALUATION,
        ),
        FormField("again", "Passphrase &again", FieldKind.SECRET),
    )


def _role_line(title: str, item: RoleHolding, names: dict[str, str], today: str) -> RoleLine:
    period = _period(shown(item.from_date), shown(item.to_date))
    where = names.get(item.entity_id, tr("every entity"))
    return RoleLine(item.id, title, where, period, bool(item.to_date) and item.to_date < today)


def _period(start: str, end: str) -> str:
    if start and end:
        return f"{start} – {end}"
    if start:
        return tr("from {day}", day=start)
    return tr("until {day}", day=end) if end else ""


def _certificate_line(item: CertificateBinding) -> CertificateLine:
    kind = tr("EVALUATION") if item.is_evaluation else tr("issued")
    valid = f"{shown(item.valid_from)} – {shown(item.valid_to)}"
    if item.ended_at:
        valid = tr("ended {when}", when=shown(item.ended_at))
    return CertificateLine(item.id, item.subject, kind, valid, item.basis, item.fingerprint, bool(item.ended_at))

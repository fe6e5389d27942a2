"""Commands on parties: entity, person, body, vendor, model, system, deployment; each lists, shows, adds and sets."""

from __future__ import annotations

import typing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import click

from placet.cli.frame import by_name, opened, register_options, show
from placet.domain.errors import UserFacingError
from placet.domain.parties import (
    Body,
    Deployment,
    Entity,
    Model,
    Person,
    RoleHolding,
    System,
    Vendor,
)
from placet.domain.plain import plain

_POINTS_AT: dict[str, tuple[type[Any], str]] = {
    "vendor_id": (Vendor, "vendor"),
    "model_ids": (Model, "model"),
    "member_ids": (Person, "person"),
    "person_id": (Person, "person"),
    "entity_id": (Entity, "entity"),
    "parent_id": (Entity, "entity"),
}
"""Fields that hold ids: on the command line they are given by name."""


def _values(ws: Any, kind: type[Any], pairs: tuple[str, ...]) -> dict[str, Any]:
    """Turn ``name=value`` pairs into field values; lists are separated by commas."""
    hints = typing.get_type_hints(kind)
    known = [item.name for item in fields(kind) if item.name != "id"]
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.replace("-", "_")
        if name not in known and f"{name}_id" in known:
            name = f"{name}_id"
        if not equals or name not in known:
            raise UserFacingError(f"“{pair}” is not field=value", todo=f"Fields: {', '.join(known)}.")
        values[name] = _typed(ws, name, hints[name], text)
    return values


def _typed(ws: Any, name: str, hint: Any, text: str) -> Any:
    if typing.get_origin(hint) is tuple:
        parts = tuple(part.strip() for part in text.split(",") if part.strip())
        return tuple(_pointed(ws, name, part) for part in parts)
    if hint is bool:
        return text.lower() in ("true", "yes", "1")
    if hint is int:
        if not text.isdigit():
            raise UserFacingError(f"{name} takes a whole number, not “{text}”")
        return int(text)
    return _pointed(ws, name, text)


def _pointed(ws: Any, name: str, text: str) -> str:
    if name not in _POINTS_AT or not text:
        return text
    kind, word = _POINTS_AT[name]
    return str(by_name(ws, kind, text, word).id)


def _line(item: Any) -> str:
    extra = getattr(item, "place", "") or getattr(item, "version", "") or getattr(item, "job_title", "")
    return f"{item.id}  {getattr(item, 'name', '')}  {extra}".rstrip()


def _add_reading(group: click.Group, kind: type[Any], word: str) -> None:
    @group.command("list")
    @register_options
    def list_(register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
        """List them all."""
        ws = opened(register, passphrase_file, acting, write=False)
        with ws.register:
            items = ws.register.all(kind)
            show(plain(items), [_line(item) for item in items], as_json=as_json)

    @group.command("show")
    @register_options
    @click.argument("key")
    def show_(key: str, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
        """Show one, by name or id."""
        ws = opened(register, passphrase_file, acting, write=False)
        with ws.register:
            value = plain(by_name(ws, kind, key, word))
            show(value, [f"{name}: {text}" for name, text in value.items() if text], as_json=as_json)


def _add_writing(group: click.Group, kind: type[Any], word: str) -> None:
    @group.command("add")
    @register_options
    @click.argument("pairs", nargs=-1, metavar="FIELD=VALUE…")
    def add(
        pairs: tuple[str, ...], register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool
    ) -> None:
        """Add one: FIELD=VALUE for each field."""
        from placet.operations.keep_parties import save

        ws = opened(register, passphrase_file, acting)
        with ws.register:
            values = _values(ws, kind, pairs)
            required = [name for name in _required(kind) if name not in values]
            if required:
                raise UserFacingError(f"the {word} lacks {', '.join(required)}", todo="Give each as FIELD=VALUE.")
            made = save(ws, kind("", **values))
            show({"id": made}, [made], as_json=as_json)

    @group.command("set")
    @register_options
    @click.argument("key")
    @click.argument("pairs", nargs=-1, metavar="FIELD=VALUE…")
    def set_(
        key: str,
        pairs: tuple[str, ...],
        register: Path,
        passphrase_file: Path | None,
        acting: str | None,
        as_json: bool,
    ) -> None:
        """Change fields of one, by name or id."""
        from placet.operations.keep_parties import save

        ws = opened(register, passphrase_file, acting)
        with ws.register:
            old = by_name(ws, kind, key, word)
            made = save(ws, replace(old, **_values(ws, kind, pairs)))
            show({"id": made}, [made], as_json=as_json)


def _required(kind: type[Any]) -> list[str]:
    from dataclasses import MISSING

    return [item.name for item in fields(kind) if item.default is MISSING and item.name != "id"]


def _group(kind: type[Any], word: str, text: str) -> click.Group:
    group = click.Group(word, help=text)
    _add_reading(group, kind, word)
    _add_writing(group, kind, word)
    return group


entity = _group(Entity, "entity", "Supervised legal persons and branches.")
person = _group(Person, "person", "People, their roles and certificates.")
body = _group(Body, "body", "Committees and boards.")
vendor = _group(Vendor, "vendor", "Providers.")
model = _group(Model, "model", "Models, with version and source.")
system = _group(System, "system", "Systems: models plus other parts, hosting and tools.")
deployment = _group(Deployment, "deployment", "Approved versions running in an entity.")


@person.command("role")
@register_options
@click.argument("key")
@click.argument("role")
@click.option("--entity", "entity_key", default="", help="Only in this entity.")
@click.option("--from", "from_date", default="", help="First day, as 2026-11-22.")
@click.option("--to", "to_date", default="", help="Last day.")
@click.option("--instrument", default="", help="Document that gives the role.")
def give_role(
    key: str,
    role: str,
    entity_key: str,
    from_date: str,
    to_date: str,
    instrument: str,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Give a person a role of the firm pack."""
    from placet.operations.keep_parties import save

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        if ws.firm.role(role) is None:
            raise UserFacingError(
                f"the firm pack has no role “{role}”", todo=f"Roles: {', '.join(item.key for item in ws.firm.roles)}."
            )
        place = by_name(ws, Entity, entity_key, "entity").id if entity_key else ""
        holder = by_name(ws, Person, key, "person")
        held = RoleHolding("", holder.id, role, place, from_date, to_date, "", instrument)
        made = save(ws, held)
        show({"id": made}, [f"{holder.name} holds {role}"], as_json=as_json)

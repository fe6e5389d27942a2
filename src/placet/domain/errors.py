"""The two things that can be wrong: what a person can mend, and where in a file it is."""

from __future__ import annotations

from dataclasses import dataclass


class UserFacingError(Exception):
    """Something the person at the keyboard can mend: a file, a passphrase, a pack, a forbidden act.

    ``what`` says what is wrong, ``where`` names the file, field or stage, ``todo`` says what to do next.
    ``rule`` names the rule that refused an act, so that a refusal can always be looked up.
    """

    def __init__(self, what: str, where: str = "", todo: str = "", rule: str = "") -> None:
        self.what, self.where, self.todo, self.rule = what, where, todo, rule
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """Return one line fit for standard error or a message bar."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        head = head if head.endswith((".", "!", "?")) else head + "."
        return f"{head} {self.todo}".strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place; loading and checking report all of them at once."""

    path: str
    """File or field, as the reader would name it."""
    line: int
    """1-based line in the file; 0 where there is none."""
    message: str
    hint: str = ""
    severity: str = "error"
    """``error`` blocks; ``warning`` needs a person's reason."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.message}{hint}"


class FindingsError(UserFacingError):
    """A file that has one or more findings; carries them all."""

    def __init__(self, what: str, findings: tuple[Finding, ...], where: str = "", todo: str = "") -> None:
        self.findings = findings
        super().__init__(what, where, todo)

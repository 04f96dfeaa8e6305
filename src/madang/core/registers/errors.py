"""Why a register cannot do something; each says what to do next."""

from __future__ import annotations

from django.utils.functional import Promise


class RegisterError(Exception):
    """A refusal that a person reads. `code` is stable for programs, the text is translated and holds the remedy.

    `field` names the input it is about, empty when it is about the whole.
    """

    def __init__(self, code: str, text: str | Promise, *, field: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.field = field

    def __str__(self) -> str:
        return str(self.text)

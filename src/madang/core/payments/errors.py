"""Why something cannot be done with payments; each says what to do next."""

from __future__ import annotations

from django.utils.functional import Promise


class PaymentError(Exception):
    """A refusal that a person reads. `code` is stable for programs, the text is translatable."""

    def __init__(self, code: str, text: str | Promise) -> None:
        super().__init__(text)
        self.code = code
        self.text = text

    def __str__(self) -> str:
        return str(self.text)

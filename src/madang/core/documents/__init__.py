"""Letters: typeset, sealed, kept, checked by anybody, and taken back when they were wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine.content import Amount, Labels, LetterContent, Reason

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from madang.core.people.models import Person, User

    from .models import Letter

__all__ = [
    "Amount",
    "Labels",
    "LetterContent",
    "Reason",
    "issue_letter",
    "letter_file",
    "letter_response",
    "register_kind",
    "revoke_letter",
]

kinds: dict[str, StrOrPromise] = {}


def register_kind(kind: str, title: StrOrPromise) -> None:
    """Names a kind of letter for the public (call it in `AppConfig.ready` with a lazy translation); it must name no person."""
    kinds[kind] = title


def issue_letter(
    content: LetterContent, *, person: Person, kind: str, case_reference: str = "", issue_key: str | None = None
) -> Letter:
    """Typesets, seals, keeps and records a letter.

    `kind` such as "decision"; `case_reference` names what it is about ("case:12"); a repeated `issue_key` gives the letter that
    was issued under it, so a task may safely run twice. Takes some 0.1 s: call it from the worker and outside a transaction.
    Raises LetterError when the content is incomplete.
    """
    from .actions.issue_letter import issue_letter

    return issue_letter(content, person=person, kind=kind, case_reference=case_reference, issue_key=issue_key)


def revoke_letter(letter: Letter, reason: str, *, by: User | None = None) -> Letter:
    """Takes a letter back, once and for good; whoever checks it sees so from then on. Raises ValueError without a reason."""
    from .actions.revoke_letter import revoke_letter

    return revoke_letter(letter, reason, by=by)


def letter_file(letter: Letter) -> bytes:
    """The sealed PDF. Raises LetterDamagedError when the file is gone or no longer what was issued."""
    from .storage import read_letter

    return read_letter(letter.sha256)


def letter_response(letter: Letter, *, download: bool = False) -> HttpResponse:
    """The sealed PDF for the person whom the view has already checked to be entitled to it. Raises LetterDamagedError."""
    from .responses import letter_response

    return letter_response(letter, download=download)

"""What a check of a letter comes to, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.core.archive.audit import Standing

from .checking import Check, Verdict


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `good` is None when it could not be."""

    good: bool | None
    text: str


def headline(check: Check) -> str:
    """The verdict as one sentence."""
    if check.seal is None:
        return {
            Verdict.INTACT: _("This code belongs to a genuine letter"),
            Verdict.ALTERED: _("Do not rely on this letter: our record of it was altered"),
            Verdict.REVOKED: _("This letter was taken back and is no longer valid"),
            Verdict.UNKNOWN: _("We have not issued a letter with this code"),
        }[check.verdict]
    return {
        Verdict.INTACT: _("This letter is genuine and unchanged"),
        Verdict.ALTERED: _("This letter was altered: do not rely on it"),
        Verdict.REVOKED: _("This letter was taken back and is no longer valid"),
        Verdict.UNKNOWN: _("We have not issued this file"),
    }[check.verdict]


def advice(check: Check) -> str:
    """What to do next."""
    if check.standing is Standing.ALTERED and (check.seal is None or check.same_file):
        return _("The fault is with us. Please tell the agency named in the letter, and wait until it has answered.")
    if check.verdict is Verdict.REVOKED:
        return _("Ask the agency named in the letter for the one that replaces it.")
    if check.seal is None:
        if check.verdict is Verdict.INTACT:
            return _(
                "Compare what is shown here with your letter. To be sure of every word, let us check the PDF file as well."
            )
        return _(
            "Check the 16 characters against the foot of the letter. If they are right, do not rely on the letter."
        )
    if check.verdict is Verdict.INTACT:
        return _("Every word is as the agency sealed it.")
    if check.verdict is Verdict.ALTERED:
        return _("Ask the person who gave it to you for the original file, or the agency for a copy.")
    if check.seal.holds:
        return _(
            "It bears our seal, but we have no record of it. Do not rely on it, and please tell the agency named in it."
        )
    if not check.seal.readable:
        return _(
            "The file is not a PDF that can be read. Choose the PDF file of the letter, not a photo or a scan of it."
        )
    return _(
        "A photo, scan or printout saved as PDF cannot be checked as a file: enter the code from its foot instead."
    )


def findings(check: Check) -> list[Finding]:
    """What was looked at in a file, in the order that a careful person would."""
    seal, found = check.seal, []
    if seal is None:
        return []
    if not seal.readable:
        return [Finding(False, _("It can be read as a PDF"))]
    found.append(Finding(seal.signatures == 1, _("It bears one seal")))
    if seal.signatures:
        found.append(Finding(seal.ours and seal.trusted, _("The seal is ours and was good when the letter was issued")))
        found.append(Finding(seal.intact, _("The sealed part is unchanged")))
        found.append(Finding(seal.whole_file, _("The seal covers the whole file")))
        found.append(Finding(seal.whole_file and seal.unchanged, _("Nothing was added after it was sealed")))
    found.append(Finding(check.same_file, _("It is, byte for byte, a letter we issued")))
    if check.same_file:
        found.append(Finding(*_recorded(check)))
        found.append(Finding(check.verdict is not Verdict.REVOKED, _("It was not taken back")))
    return found


def _recorded(check: Check) -> tuple[bool | None, str]:
    if check.standing is Standing.WAITING:
        return None, _("It will be in the public log in a few seconds")
    return check.standing is Standing.PUBLISHED, _("It stands in the public log as it was issued")

"""The letter that tells a person of a decision."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.core import formats
from madang.core.cases.messages import case_title
from madang.core.cases.models import Case, Decision, Outcome
from madang.core.cases.procedures import procedure_of
from madang.core.cases.reasons import told
from madang.core.documents import Amount, LetterContent, Reason, issue_letter
from madang.core.notices.send import Notice, send

logger = logging.getLogger(__name__)
KIND = "decision"
BATCH = 20


def send_due_letters() -> int:
    """Issue the letters of final decisions that have none yet, oldest first; returns how many.

    Each letter takes some 0.1 s, so a round is short and the worker stays awake for everything else. Two workers at once
    issue the same letter once, by its key.
    """
    due = Decision.objects.filter(final=True, letter_due=True).order_by("id").values_list("pk", flat=True)
    sent = 0
    for pk in list(due[:BATCH]):
        try:
            send_letter(pk)
            sent += 1
        except Exception:  # one broken letter must not keep back all later ones; the job tries it again
            logger.exception("the letter of decision %s could not be issued", pk)
    return sent


def send_letter(decision_id: int) -> None:
    """Issue the letter of one decision and tell the person. Doing it again changes nothing."""
    decision = Decision.objects.select_related("case__applicant", "case__organisation", "case__subject").get(
        pk=decision_id
    )
    case = decision.case
    if case.applicant is not None and procedure_of(case.kind).letter:
        with translation.override(_language(case)):
            content = letter_content(decision)
        letter = issue_letter(
            content,
            person=case.applicant,
            kind=KIND,
            case_reference=f"case:{case.pk}",
            issue_key=f"decision:{decision.pk}",
        )
        with transaction.atomic():
            if Decision.objects.filter(pk=decision.pk, letter_due=True).update(letter_due=False):
                send(
                    [
                        Notice(
                            person_id=case.applicant.pk,
                            subject=gettext_noop("There is a decision: {title}"),
                            body=gettext_noop("The letter says why, and what you can do if you disagree."),
                            values={"title": case.title, "values": case.title_values},
                            link=f"/letters/{letter.code}/",
                        )
                    ]
                )
        return
    Decision.objects.filter(pk=decision.pk).update(letter_due=False)


def _language(case: Case) -> str:
    language = case.applicant.language if case.applicant else ""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def letter_content(decision: Decision) -> LetterContent:
    """What the letter says, in the active language."""
    case = decision.case
    assert case.applicant is not None
    currency = decision.currency
    parts = told(case.facts.get("parts", []), currency) if decision.outcome == Outcome.GRANTED else []
    return LetterContent(
        language=translation.get_language() or settings.LANGUAGE_CODE,
        title=_("Decision: %(title)s") % {"title": case_title(case)},
        reference=case.number,
        agency=case.organisation.title,
        issued_on=timezone.localtime(decision.decided_at).date(),
        recipient=case.applicant.full_name,
        paragraphs=tuple(_paragraphs(decision)),
        reasons=tuple(
            Reason(t.sentence, t.citation, t.url)
            for t in told(decision.reasons, currency)
            if t.met == "yes" or decision.outcome != Outcome.GRANTED
        ),
        amounts=tuple(_amounts(decision, [(t.sentence, t.amount) for t in parts if t.amount])),
        appeal=tuple(_appeal(decision)),
        signed_by=str(decision.countersigned_by or decision.decided_by or ""),
    )


def _paragraphs(decision: Decision) -> Iterator[str]:
    case = decision.case
    title = case_title(case)
    sentences = {
        Outcome.GRANTED: _("We have granted: %(title)s."),
        Outcome.REFUSED: _("We cannot grant: %(title)s."),
        Outcome.CORRECTED: _("You were right. We have corrected the register: %(title)s."),
        Outcome.UPHELD: _("We have allowed your appeal. Your case is being decided anew: %(title)s."),
        Outcome.DISMISSED: _("We have examined your appeal and cannot allow it: %(title)s."),
        Outcome.RECOVERED: _("You were paid more than you were entitled to and have to pay it back: %(title)s."),
        Outcome.WAIVED: _("You were paid more than you were entitled to. You do not have to pay it back: %(title)s."),
        Outcome.REVOKED: _("We have revoked: %(title)s."),
        Outcome.CLOSED: _("We have closed this case: %(title)s."),
    }
    yield sentences[Outcome(decision.outcome)] % {"title": title}
    if case.subject is not None and case.subject_id != case.applicant_id:
        yield _("This is about %(name)s.") % {"name": case.subject.full_name}
    if decision.outcome == Outcome.GRANTED and (start := case.data.get("from_month")):
        yield _("You receive it from %(month)s.") % {"month": formats.day(dt.date.fromisoformat(start), "month")}
        if arrears := case.data.get("arrears"):
            yield _("For the months before today we pay %(amount)s in addition, once.") % {
                "amount": formats.money(arrears, decision.currency)
            }
    if decision.words:
        yield from (line for line in decision.words.splitlines() if line.strip())
    if decision.decided_by_id is None:
        yield _(
            "The law sets this decision by itself, so it was made automatically. You may ask for a person to look at it by appealing."
        )


def _amounts(decision: Decision, parts: list[tuple[str, int]]) -> Iterator[Amount]:
    for label, amount in parts:
        yield Amount(label, amount, decision.currency)
    if decision.amount is not None and decision.currency:
        yield Amount(_("Total"), decision.amount, decision.currency, total=True)


def _appeal(decision: Decision) -> Iterator[str]:
    if decision.appeal_until is None:
        return
    basis = decision.case.data.get("appeal", {}).get("basis", "")
    day = formats.day(decision.appeal_until)
    if basis:
        yield _("If you disagree you can appeal until %(day)s (%(basis)s).") % {"day": day, "basis": basis}
    else:
        yield _("If you disagree you can appeal until %(day)s.") % {"day": day}
    yield _(
        "Sign in, open “My cases”, choose this case and press “Appeal”. You can also write to the office named above."
    )

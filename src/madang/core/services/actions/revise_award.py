"""Look anew at running awards after facts or law changed: go on, suspend or end. What it means in money, payments work out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.core.cases.models import HistoryEntry
from madang.core.notices.send import Notice, send
from madang.core.registers.facts import facts_for
from madang.core.rules import Benefit, Facts, Outcome, Period
from madang.core.services.models import Award, AwardState
from madang.core.services.offers import PURPOSE
from madang.core.services.packs import benefit_named
from madang.core.services.proposals import months_after


def revise_awards(subject_ids: Iterable[int], on: dt.date | None = None) -> int:
    """Revise every award of these subjects that has not ended; returns how many changed. Again: changes nothing."""
    day = on or timezone.localdate()
    changed = 0
    begun = Award.objects.filter(subject_id__in=set(subject_ids), from_month__lte=day)
    awards = begun.exclude(state=AwardState.ENDED)
    for award in awards.order_by("id"):
        benefit = benefit_named(award.benefit)
        if benefit.period is not Period.MONTH:
            continue
        facts = facts_for(
            [award.subject_id],
            benefit=benefit,
            purpose=PURPOSE,
            legal_basis=benefit.law.name,
            reference=f"award:{award.pk}",
        )
        with transaction.atomic():
            changed += _revise(Award.objects.select_for_update(of=("self",)).get(pk=award.pk), benefit, facts, day)
    return changed


def _revise(award: Award, benefit: Benefit, facts: Facts, on: dt.date) -> bool:
    months = benefit.months(facts, award.subject_id, award.from_month, months_after(on, 1), known_on=on)
    this_month = next(m for m in months if m.period_start <= on <= m.period_end)
    state = _state(benefit, this_month)
    changed = state != award.state
    if changed:
        award.state = state
        last_paid = [m.period_start for m in months if m.verdict]
        award.to_month = last_paid[-1] if state == AwardState.ENDED and last_paid else None
        award.save(update_fields=["state", "to_month"])
        HistoryEntry.objects.create(case_id=award.case_id, verb=f"award-{state}")
        _tell(award, benefit, state)
    return changed


def _state(benefit: Benefit, this_month: Outcome) -> AwardState:
    """Running while entitled; suspended while a fact is missing or only conditions fail that the law says suspend; else ended."""
    if this_month.verdict:
        return AwardState.RUNNING
    if this_month.verdict is None or benefit.suspended_by.issuperset(this_month.failing):
        return AwardState.SUSPENDED
    return AwardState.ENDED


def _tell(award: Award, benefit: Benefit, state: AwardState) -> None:
    sentences = {
        AwardState.RUNNING: gettext_noop("{title} is paid again."),
        AwardState.SUSPENDED: gettext_noop("{title} is suspended. It goes on when the reason is gone."),
        AwardState.ENDED: gettext_noop("{title} has ended."),
    }
    send(
        [
            Notice(
                person_id=award.payee_id,
                subject=sentences[state],
                values={"title": benefit.title},
                link=f"/cases/{award.case_id}/",
            )
        ]
    )

"""`madang payments`: the month from preparing to settled, and errors in one sentence."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from madang.core.payments.models import Instruction, PayingAccount

pytestmark = pytest.mark.django_db


def payments(*words: str) -> str:
    out = io.StringIO()
    call_command("payments", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_a_month_runs_from_awards_to_settled_payments(var, award, clock):
    award()
    assert "There are no payments yet" in payments("status")
    assert "1 awards looked at: 1 payments prepared" in payments("prepare", "--month", "2026-05")
    said = payments("send")
    assert "1 payments, 110000 KRW" in said
    assert "1 on the way" in said
    assert "0 answers read" in payments("answer")
    clock(dt.date(2026, 5, 25))
    assert "1 paid" in payments("answer")
    assert "0 answers read" in payments("answer")
    assert Instruction.objects.get().state == "settled"
    assert "110000 KRW" in payments("status")


def test_an_answer_that_cannot_be_read_stays_and_is_named(var, award, clock):
    broken = var / "payments" / "answers" / "broken.xml"
    broken.parent.mkdir(parents=True)
    broken.write_text("<!DOCTYPE a><a/>")
    with pytest.raises(CommandError, match="stay where they are"):
        payments("answer")
    assert broken.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["prepare", "--month", "May"], "Write it like 2026-05"),
        (["send", "--until", "soon"], "Write it like 2026-05-25"),
        (["answer", "/nowhere/a.xml"], "There is no file"),
        (["account", "nobody", "BOKRKRSE", "1", "x"], "There is no organisation nobody"),
        (["account", "haesol", "bok", "1", "x"], "A BIC has 8 or 11"),
    ],
)
def test_a_mistake_is_answered_with_the_remedy(var, county, clock, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        payments(*words)


def test_a_paying_account_can_be_given_and_changed(var, county):
    payments("account", "haesol", "BOKRKRSE", "1-1", "해솔군")
    payments("account", "haesol", "BOKRKRSE", "2-2", "해솔군")
    assert PayingAccount.objects.get(organisation=county).number == "2-2"

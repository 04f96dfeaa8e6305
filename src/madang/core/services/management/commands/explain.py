"""`madang explain`: what one household would get, with every reason and article."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from madang.core import formats
from madang.core.cases.reasons import told
from madang.core.rules.facts_json import FactsError
from madang.core.services.explain_household import (
    EARLIEST,
    LATEST,
    PERIODS,
    Entitlement,
    explain_household,
    facts_of_household,
    household_json,
)
from madang.core.services.packs import active_pack

SIGNS = {"yes": "+", "no": "-", "unknown": "?"}


class Command(BaseCommand):
    """Explain one household from a JSON file."""

    help = "What one household would get, with every reason and article. The format: src/madang/core/rules/README.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--facts", required=True, help="household as JSON; - reads standard input")
        parser.add_argument("--on", type=_day, help="the day to answer for (default: the file's, else today)")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--lang", default="en", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, explain, write. A household that cannot be read is refused with every mistake."""
        with translation.override(options["lang"]):
            try:
                facts, asked = facts_of_household(_text(options["facts"]))
            except FactsError as error:
                raise CommandError("\n".join(mistake.text(_) for mistake in error.errors)) from None
            on = options["on"] or asked or timezone.localdate()
            found = explain_household(facts, on)
            if options["json"]:
                self.stdout.write(json.dumps(household_json(found, on), ensure_ascii=False, indent=2))
            else:
                self._write(found, on)

    def _write(self, found: list[Entitlement], on: dt.date) -> None:
        self.stdout.write(_("On %(day)s:") % {"day": formats.day(on)})
        for one in found:
            self.stdout.write("")
            self.stdout.write(headline(one))
            currency = active_pack().currency.code
            explanation = one.explanation.to_json()
            reasons = [*told(explanation["conditions"], currency), *told(explanation["parts"], currency)]
            for reason in reasons:
                if one.verdict is False and reason.met != "no":
                    continue
                cited = f" [{reason.citation}]" if reason.citation else ""
                self.stdout.write(f"  {'  ' * reason.depth}{SIGNS[reason.met]} {reason.sentence}{cited}")


def headline(one: Entitlement) -> str:
    """Benefit, person and answer in one line."""
    currency = active_pack().currency.code
    answer = _("not by the facts given")
    if one.verdict is None:
        answer = _("cannot be said yet")
    elif one.verdict:
        answer = f"{formats.money(one.amount, currency)} {PERIODS[one.benefit.period]}"
        if one.arrears:
            answer += " " + _("and %(amount)s for earlier months") % {"amount": formats.money(one.arrears, currency)}
    return f"{translation.gettext(one.benefit.title)}, {_('person')} {one.subject_id}: {answer}"


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read ({error}). Give the path of a JSON file in UTF-8.") from None


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write YYYY-MM-DD") from None
    if not EARLIEST <= day <= LATEST:
        raise argparse.ArgumentTypeError(f"{text} is too far away: use a day from {EARLIEST} to {LATEST}")
    return day

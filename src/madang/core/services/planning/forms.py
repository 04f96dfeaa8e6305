"""The planner's question as a form. It is sent with GET, so that the address of the page holds the whole question."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from madang.core import formats
from madang.core.rules.kinds import LARGEST, Kind
from madang.core.services.packs import active_pack
from madang.core.services.planning.figures import ChangeRefused, Figure, as_percent, figures
from madang.core.services.planning.scenario import Scenario

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
PREFIX = "set."
_REFUSED = {
    "order": _("The steps must rise: each must begin above the one before. Change the neighbouring steps, too."),
    "step": _("This rate has more digits than the rule can count with. Use as many digits as it has now."),
    "value": _("The rule cannot count with this value. Enter another one."),
}
#: How the source of a figure was read (`core.rules.law.Mark`), for translation: the rules have no catalogue of their own.
MARKS = (gettext_noop("statute text read"), gettext_noop("official page"), gettext_noop("secondary"))
_YES_NO = [("", _("as it is")), ("yes", _("yes")), ("no", _("no"))]


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ScenarioForm(forms.Form):
    """Benefit and day first; the other fields follow from them."""

    benefit = forms.ChoiceField(label=_("Benefit"))
    on = forms.DateField(label=_("Day counted under the law as it is"), widget=_day_input())
    then = forms.DateField(
        label=_("Day counted under the changed law"),
        help_text=_("Leave empty for the same day."),
        required=False,
        widget=_day_input(),
    )
    since = forms.DateField(
        label=_("The changed figures apply from"),
        help_text=_("Leave empty for the beginning of the period counted."),
        required=False,
        widget=_day_input(),
    )

    def __init__(self, query: QueryDict) -> None:
        names = [benefit.name for benefit in active_pack().benefits]
        data = query.copy()
        data.setdefault("benefit", names[0])
        data.setdefault("on", timezone.localdate().isoformat())
        super().__init__(data, label_suffix="")
        self.fields["benefit"].choices = [  # type: ignore[attr-defined]
            (benefit.name, gettext(benefit.title)) for benefit in active_pack().benefits
        ]
        self.of = active_pack().by_name[data["benefit"] if data["benefit"] in names else names[0]]
        self.figures = {PREFIX + figure.name: figure for figure in figures(self.of, _day(str(data["on"])))}
        for name, figure in self.figures.items():
            self.fields[name] = _field(figure)

    def clean_on(self) -> dt.date:
        return self._within("on")

    def clean_then(self) -> dt.date | None:
        return self._within("then")

    def clean_since(self) -> dt.date | None:
        return self._within("since")

    def _within(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if value is not None and not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(
                gettext("Choose a day from %(first)s to %(last)s.")
                % {"first": formats.day(EARLIEST), "last": formats.day(LATEST)}
            )
        return value

    def clean(self) -> dict[str, Any]:
        """Values that belong together are checked together: the changed law must be one the rules can count with."""
        if not self.errors:
            try:
                self.scenario().changed_benefit()
            except ChangeRefused as refused:
                self.add_error(PREFIX + refused.figure.name, _REFUSED[refused.rule])
        return self.cleaned_data

    def scenario(self) -> Scenario:
        """The question, once the form is valid."""
        given = self.cleaned_data
        then = given["then"] or given["on"]
        changes = {}
        for name, figure in self.figures.items():
            value = _in_kind(figure, given[name])
            if value is not None and value != figure.value:
                changes[figure] = value
        return Scenario(self.of, given["on"], then, given["since"] or self.of.period_of(then)[0], changes)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Benefit and day, on which the other fields depend."""
        return [self["benefit"], self["on"]]

    @property
    def change_fields(self) -> list[forms.BoundField]:
        """What can be changed."""
        return [self["then"], self["since"], *(self[name] for name in self.figures)]


def scenario_of(query: QueryDict) -> Scenario | None:
    """The question in an address; None if it is not a whole one."""
    form = ScenarioForm(query)
    return form.scenario() if form.is_valid() else None


def _day(text: str) -> dt.date:
    """The day typed, as far as it is one: which fields there are must be known before anything is checked."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def figure_label(figure: Figure) -> str:
    """What the figure is, in the reader's language."""
    # A switch without a title of its own is shown by its name.
    title = gettext(figure.title) if figure.title != figure.parameter.name else figure.title.replace("_", " ")
    if figure.parameter.name == "in_force":
        return gettext("The benefit exists")
    if figure.band is not None:
        start = formats.number(figure.band_from)
        step = (
            gettext("%(title)s: the step at %(start)s begins at")
            if figure.threshold
            else gettext("%(title)s: from %(start)s on")
        )
        return step % {"title": title, "start": start}
    if figure.key is not None:
        return f"{title}: {_key_label(figure.key)}"
    if figure.keys:
        words = gettext("%(title)s: where it is %(value)s now (places: %(n)s)")
        return words % {"title": title, "value": figure_value(figure), "n": formats.number(figure.keys)}
    return title


def _key_label(key: Any) -> str:
    areas = active_pack().areas
    if isinstance(key, str) and areas and key in areas:
        return str(areas.label(key, (get_language() or "en").split("-")[0]))
    return str(key)


def figure_value(figure: Figure, value: Any = None) -> str:
    """A value of the figure as people write it; without one, the present."""
    value = figure.value if value is None else value
    if figure.kind is Kind.MONEY:
        return formats.money(value, active_pack().currency.code)
    if figure.kind is Kind.BOOL:
        return gettext("yes") if value else gettext("no")
    if figure.kind is Kind.DATE:
        return formats.day(value)
    if figure.kind is Kind.RATE:
        return f"{as_percent(value)} %"
    return formats.number(value) if figure.kind is Kind.INT else str(value)


def _now(figure: Figure) -> str:
    words = gettext("Now %(value)s, since %(day)s") % {
        "value": figure_value(figure),
        "day": formats.day(figure.applies, "short"),
    }
    if figure.source is None:
        return words
    language = (get_language() or "en").split("-")[0]
    return f"{words}. {figure.source.text(language)} ({gettext(str(figure.source.mark))})"


def _field(figure: Figure) -> forms.Field:
    terms: dict[str, Any] = {"label": figure_label(figure), "help_text": _now(figure), "required": False}
    if figure.kind is Kind.MONEY:
        digits = active_pack().currency.digits
        widget = forms.NumberInput(attrs={"inputmode": "decimal" if digits else "numeric"})
        return forms.DecimalField(
            min_value=0, max_value=Decimal(LARGEST).scaleb(-digits), decimal_places=digits, widget=widget, **terms
        )
    if figure.kind is Kind.INT:
        return forms.IntegerField(
            min_value=0, max_value=LARGEST, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **terms
        )
    if figure.kind is Kind.RATE:
        return forms.DecimalField(min_value=0, max_value=1000, max_digits=12, **terms)
    if figure.kind is Kind.BOOL:
        return forms.ChoiceField(choices=_YES_NO, **terms)
    if figure.kind is Kind.DATE:
        return forms.DateField(widget=_day_input(), **terms)
    return forms.CharField(max_length=60, **terms)


def _in_kind(figure: Figure, value: Any) -> Any:
    """A cleaned value as the parameter holds it; None where nothing was entered."""
    if value in (None, ""):
        return None
    if figure.kind is Kind.MONEY:
        return int(Decimal(value).scaleb(active_pack().currency.digits))
    if figure.kind is Kind.RATE:
        return Fraction(value) / 100
    return value == "yes" if figure.kind is Kind.BOOL else value

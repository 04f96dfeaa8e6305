"""The anonymous question: who lives together, how old, where, on what income. No names, and nothing is kept."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from madang.core.portal.questions import MONTHLY, STATUSES, Questions, questions_of
from madang.core.services.explain_household import EARLIEST, LATEST
from madang.core.services.packs import active_pack

MOST_PEOPLE = 12
FIRST_BIRTH = dt.date(1900, 1, 1)
ADULT_AGE = 15
RELATIONS = (
    ("child", _("my child")),
    ("spouse", _("my husband or wife")),
    ("parent", _("my parent")),
    ("other", _("somebody else who lives with me")),
)
NATIONALITIES = (("yes", _("yes")), ("no", _("no")), ("", _("I do not know")))


def _date_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HouseholdForm(forms.Form):
    """What concerns everybody: the day asked about and the place."""

    on = forms.DateField(
        label=_("For which day?"),
        help_text=_("Today, or any other day, past or future."),
        widget=_date_widget(),
        error_messages={"required": _("Choose a day."), "invalid": _("This is not a date. Choose it in the calendar.")},
    )
    area = forms.ChoiceField(
        label=_("Where do you live?"), required=False, help_text=_("Some amounts depend on the place.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["area"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = area_choices()
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> dt.date:
        """The day must be one that the rules reach."""
        day: dt.date = self.cleaned_data["on"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("The rules do not reach this day. Choose one from 2000 to 2100."))
        return day


class PersonForm(forms.Form):
    """One person of the household, without a name."""

    relation = forms.ChoiceField(label=_("Who is this?"), choices=RELATIONS)
    born = forms.DateField(
        label=_("Date of birth"),
        widget=_date_widget(),
        error_messages={
            "required": _("Enter the date of birth."),
            "invalid": _("This is not a date. Choose it in the calendar."),
        },
    )
    citizen = forms.ChoiceField(label=_("Citizen?"), choices=NATIONALITIES, required=False, initial="yes")
    income = forms.IntegerField(
        label=_("Income"),
        required=False,
        min_value=0,
        max_value=10**12,
        error_messages={"invalid": _("Write a whole number without letters, such as 1500000.")},
    )
    statuses = forms.MultipleChoiceField(
        label=_("Does any of this hold?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, *, number: int, questions: Questions) -> None:
        super().__init__(data, prefix=f"p{number}")
        self.number = number
        if number == 1:
            del self.fields["relation"]
        if not questions.nationality:
            del self.fields["citizen"]
        if questions.income_kind is None:
            del self.fields["income"]
        else:
            self.fields["income"].label, self.fields["income"].help_text = income_words(questions)
        chosen = self.fields["statuses"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(code, STATUSES[code]) for code in questions.statuses]
        if not questions.statuses:
            del self.fields["statuses"]

    def clean_born(self) -> dt.date:
        """A believable birthday; one in the future is a child expected."""
        day: dt.date = self.cleaned_data["born"]
        if not FIRST_BIRTH <= day <= LATEST:
            raise forms.ValidationError(_("This is not a believable date of birth. Check the year."))
        return day


def income_words(questions: Questions) -> tuple[Any, Any]:
    """Label and hint of the income, as the pack's rules count it."""
    currency = active_pack().currency.code
    if questions.income_kind == MONTHLY:
        return (
            gettext("Recognised income a month (%(currency)s)") % {"currency": currency},
            gettext(
                "What the office counts of income and property, for a couple together. Leave it empty if you do not know."
            ),
        )
    return (
        gettext("Income of last year (%(currency)s)") % {"currency": currency},
        gettext("Leave it empty if you do not know."),
    )


def area_choices() -> list[Any]:
    """All places to live, grouped by the larger place; only "I do not say" where the pack lists none."""
    areas: Any = active_pack().areas
    choices: list[Any] = [("", gettext("I do not say"))]
    if not hasattr(areas, "lowest"):
        return choices
    language = (get_language() or "en").split("-")[0]
    lowest = list(areas.lowest())
    for parent, group in itertools.groupby(lowest, key=lambda area: area.parent):
        told = [(one.code, one.name if language == areas.language else one.english) for one in group]
        choices += [(areas.label(parent, language), told)] if parent else told
    return choices


class Household:
    """Everything that was entered, whether or not it is right: survives adding and removing people and mistakes."""

    def __init__(self, data: QueryDict | None) -> None:
        self.questions = questions_of(active_pack())
        self.given = data is not None
        numbers = _numbers(data) if data is not None else [1, 2]
        self.common = HouseholdForm(data)
        self.persons = [self._person(number, data) for number in numbers]

    def _person(self, number: int, data: QueryDict | None) -> PersonForm:
        bound = data if data is not None and f"p{number}-born" in data else None
        return PersonForm(bound, number=number, questions=self.questions)

    def add(self) -> None:
        """One more person, up to MOST_PEOPLE."""
        if len(self.persons) < MOST_PEOPLE:
            number = max(person.number for person in self.persons) + 1
            self.persons.append(self._person(number, None))

    def remove(self, number: int) -> None:
        """Take a person out; the first one is who asks and stays."""
        self.persons = [person for person in self.persons if person.number != number or number == 1]

    @property
    def full(self) -> bool:
        """Whether nobody can be added any more."""
        return len(self.persons) >= MOST_PEOPLE

    def is_valid(self) -> bool:
        """Whether everything can be computed with; a person whose line is left empty altogether is left out."""
        self.persons = [self.persons[0], *(one for one in self.persons[1:] if not _is_empty(one))]
        return all([self.common.is_valid(), *(one.is_valid() for one in self.persons)])

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Field id and mistake, for the summary at the top."""
        found = []
        for place, form in enumerate([self.common, *self.persons]):
            for name, mistakes in form.errors.items():
                field = form[name]
                label = f"{gettext('Person')} {place}: {field.label}" if place else str(field.label)
                found += [(field.id_for_label, f"{label} – {mistake}") for mistake in mistakes]
        return found

    def to_json(self) -> dict[str, Any]:
        """The household as the documented JSON of `facts_json`. What is not asked is taken as not being so."""
        on: dt.date = self.common.cleaned_data["on"]
        area = self.common.cleaned_data["area"] or None
        rows: dict[str, Any] = {
            "on": on.isoformat(),
            "complete": True,
            "persons": [],
            "households": [{"id": 1, "area": area}],
            "residences": [],
            "marriages": [],
            "guardianships": [],
            "incomes": [],
            "statuses": [],
        }
        spouse = next((place for place, one in self._placed() if one.get("relation") == "spouse"), None)
        parent = next((place for place, one in self._placed() if one.get("relation") == "parent"), None)
        for place, one in self._placed():
            self._write(rows, place, one, on, area, spouse, parent)
        return rows

    def _placed(self) -> list[tuple[int, dict[str, Any]]]:
        return [(place, one.cleaned_data) for place, one in enumerate(self.persons, start=1)]

    def _write(
        self,
        rows: dict[str, Any],
        place: int,
        one: dict[str, Any],
        on: dt.date,
        area: str | None,
        spouse: int | None,
        parent: int | None,
    ) -> None:
        born: dt.date = one["born"]
        person: dict[str, Any] = {"id": place, "born": born.isoformat(), "household": 1}
        if one.get("citizen") == "yes":
            person["nationality"] = self.questions.nationality
        elif one.get("citizen") == "no":
            person["nationality"] = "XXX"  # ICAO Doc 9303: of unspecified nationality
        if one.get("relation") == "child":
            person |= {"mother": 1, "father": spouse}
            rows["guardianships"].append({"child": place, "guardian": 1, "since": born.isoformat()})
        if place == 1 and parent is not None:
            person["mother"] = parent
        rows["persons"].append(person)
        rows["residences"].append(
            {"person": place, "household": 1, "area": area, "since": born.isoformat(), "unknown_address": False}
        )
        if one.get("relation") == "spouse":
            since = max(born, self.persons[0].cleaned_data["born"]).isoformat()
            rows["marriages"] += [
                {"person": 1, "spouse": place, "since": since},
                {"person": place, "spouse": 1, "since": since},
            ]
        for code in one.get("statuses", []):
            rows["statuses"].append({"person": place, "code": code, "since": born.isoformat()})
        if self.questions.income_kind is not None and (one.get("income") is not None or _age(born, on) >= ADULT_AGE):
            rows["incomes"].append(self._income(place, one.get("income"), on))

    def _income(self, place: int, amount: int | None, on: dt.date) -> dict[str, Any]:
        """The amount in the smallest unit. An adult's that was left empty is unknown, not nothing."""
        monthly = self.questions.income_kind == MONTHLY
        units = 10 ** active_pack().currency.digits
        return {
            "person": place,
            "year": on.year if monthly else on.year - 1,
            "kind": MONTHLY if monthly else "wages",
            "amount": None if amount is None else amount * units,
        }


def _age(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _is_empty(form: PersonForm) -> bool:
    return not form.is_bound or not str(form.data.get(f"{form.prefix}-born", "")).strip()


def _numbers(data: QueryDict) -> list[int]:
    """The numbers of the people in the form, in order; always the first one, never more than MOST_PEOPLE."""
    found = {1}
    for name in data:
        head, dash, _rest = name.partition("-")
        if dash and head[:1] == "p" and head[1:].isdecimal() and len(head) < 6:
            found.add(int(head[1:]))
    return sorted(number for number in found if number > 0)[:MOST_PEOPLE]

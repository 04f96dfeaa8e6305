"""Forms of the registrars."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Person
from madang.core.registers.models import Sex


class PersonField(forms.CharField):
    """A person, found by national number."""

    def clean(self, value: Any) -> Any:
        """The person; None for an empty optional field. Raises ValidationError when nobody has the number."""
        number = super().clean(value)
        if not number:
            return None
        person = Person.objects.filter(national_number=number).first()
        if person is None:
            raise ValidationError(_("Nobody has this national number. Check it, or register the person first."))
        return person


class BirthForm(forms.Form):
    """A birth as the registrar takes it down; the rules of the civil register are checked by the action."""

    mother = PersonField(label=_("National number of the mother"), max_length=32)
    father = PersonField(label=_("National number of the father"), max_length=32, required=False)
    born = forms.DateField(label=_("Day of birth"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    family_name = forms.CharField(label=_("Family name of the child"), max_length=80, required=False)
    given_name = forms.CharField(label=_("Given name of the child"), max_length=80)
    latin_name = forms.CharField(label=_("Name in Latin letters"), max_length=160, required=False)
    number = forms.CharField(label=_("National number given to the child"), max_length=32)
    nationality = forms.CharField(
        label=_("Nationality"), help_text=_("Three capital letters such as KOR (ISO 3166-1 alpha-3)."), max_length=3
    )
    abroad = forms.BooleanField(label=_("Born abroad"), required=False)


class CorrectionForm(forms.Form):
    """The value that a registrar found to be right."""

    value = forms.CharField(label=_("The right value"), max_length=200)

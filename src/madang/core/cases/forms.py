"""Forms of the officers' desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.core.cases.models import Case, CaseState, Outcome
from madang.core.cases.procedures import procedure_of, procedures
from madang.core.people.models import Organisation


class FilterForm(forms.Form):
    """What of the work list is shown."""

    q = forms.CharField(label=_("Case number or name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[("", _("any time")), ("late", _("late")), ("week", _("within 7 days")), ("none", _("no date in law"))],
    )
    hands = forms.ChoiceField(
        label=_("In whose hands"),
        required=False,
        choices=[("", _("anybody’s")), ("mine", _("mine")), ("nobody", _("nobody’s yet"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("needs work")), *CaseState.choices, ("all", _("all"))]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("all kinds")), *((p.kind, p.title) for p in procedures())]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """An officer's decision with its reason."""

    outcome = forms.ChoiceField(label=_("What is decided"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reason"),
        help_text=_("Plain words. The person reads them in the letter, together with the articles of law."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = dict(Outcome.choices)
        self.fields["outcome"].choices = [(o, titles[o]) for o in procedure_of(case.kind).outcomes]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """A note, or why a decision is handed back."""

    words = forms.CharField(label=_("In your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class TransferForm(WordsForm):
    """Pass a case to the organisation that is responsible."""

    to = forms.ModelChoiceField(label=_("To"), queryset=Organisation.objects.none())
    field_order = ("to", "words")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Organisation.objects.exclude(pk=case.organisation_id)  # type: ignore[attr-defined]

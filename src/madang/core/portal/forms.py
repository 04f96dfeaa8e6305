"""What residents write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 4000


class DeclineForm(forms.Form):
    """Decline an offer; a reason helps but is not needed."""

    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("You need not give a reason. If you do, it helps to make better offers."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    """Appeal against a decision; after the last day also why it is late."""

    words = forms.CharField(
        label=_("What is wrong with the decision?"),
        help_text=_("Write in your own words. You can attach nothing here; the office asks if it needs papers."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in your own words what is wrong with the decision.")},
    )
    late_because = forms.CharField(
        label=_("What kept you from appealing in time?"),
        help_text=_("The last day has passed. Say why you could not write earlier, such as illness."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("The time to appeal has ended. Say what kept you from appealing in time.")},
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_because"]


class WithdrawForm(forms.Form):
    """Withdraw a case; a reason may be given."""

    words = forms.CharField(
        label=_("Why do you withdraw?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DisputeForm(forms.Form):
    """Say that a fact is wrong, which row it is, and what is right."""

    row = forms.ChoiceField(label=_("Which entry is wrong?"), widget=forms.RadioSelect)
    claimed = forms.CharField(
        label=_("What is right?"),
        required=False,
        max_length=200,
        help_text=_("If you know it. Dates as 2026-05-31, amounts as a plain number."),
    )
    words = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Say in your own words what is wrong and how you know."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in your own words what is wrong, in at most 4000 characters.")},
    )

    def __init__(self, *args: Any, rows: list[tuple[str, str]], kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["row"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = rows
        if len(rows) == 1:
            chosen.widget = forms.HiddenInput()
            chosen.initial = rows[0][0]
        if kind == "date":
            self.fields["claimed"].widget = forms.DateInput(attrs={"type": "date"})
            self.fields["claimed"].help_text = _("If you know it.")


class ReadsFilter(forms.Form):
    """Narrow down who read my data."""

    agency = forms.ChoiceField(label=_("Who read"), required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["agency"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("Everybody but myself")), *agencies]

    def clean(self) -> dict[str, Any]:
        """The first day must not lie behind the last."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first. Swap the two."))
        return given

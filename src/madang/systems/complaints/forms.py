"""What people fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.systems.complaints.models.report import LONGEST


class ReportForm(forms.Form):
    """A report in the person's own words."""

    words = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("A few sentences are enough."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )

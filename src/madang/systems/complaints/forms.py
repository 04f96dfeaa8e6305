"""What people fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.systems.complaints.actions.send_request import LONGEST


class RequestForm(forms.Form):
    """A request in the person's own words."""

    words = forms.CharField(
        label=_("What do you need?"),
        help_text=_("A few sentences are enough."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you need.")},
    )

"""What people fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from madang.core.people.models import Organisation
from madang.systems.complaints.actions.attach_photo import MOST
from madang.systems.complaints.actions.check_photo import check_photo
from madang.systems.complaints.engine.images import CleanImage
from madang.systems.complaints.models import Category, State, Visibility
from madang.systems.complaints.models.report import LONGEST

PHOTOS = "image/jpeg,image/png,image/webp"


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos, each checked by its content and freed of everything but the picture."""

    widget = _Files(attrs={"accept": PHOTOS})

    def clean(self, data: Any, initial: Any = None) -> list[CleanImage]:
        """The cleaned pictures. Raises ValidationError for the first file that is none."""
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if isinstance(one, UploadedFile)]
        if len(files) > MOST:
            too_many = ngettext_lazy("Send at most %(n)d photo.", "Send at most %(n)d photos.", MOST)
            raise ValidationError(too_many, params={"n": MOST})
        cleaned = []
        for file in files:
            try:
                cleaned.append(check_photo(file.read()))
            except ValidationError as error:
                raise ValidationError(error.message_dict["photo"]) from error
        return cleaned


def _category_choices() -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for category in Category.objects.filter(active=True):
        groups.setdefault(category.group_name, []).append((category.code, category.name))
    return [("", _("Find it for me")), *groups.items()]


class SecretReportForm(forms.Form):
    """A report in the person's own words, with a place."""

    words = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("A few sentences are enough, in any language."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )
    address = forms.CharField(
        label=_("Where is it?"),
        help_text=_("Street and number, or what stands beside it."),
        max_length=300,
        required=False,
    )
    photos = PhotosField(
        label=_("Photos"),
        help_text=_("Up to five. Where and when they were taken is removed."),
        required=False,
    )
    category = forms.ChoiceField(label=_("What is it about?"), required=False, choices=_category_choices)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)


class ReportForm(SecretReportForm):
    """The same, and who may know who sends it."""

    visibility = forms.ChoiceField(
        label=_("Who may know who you are?"),
        choices=[
            (Visibility.ANONYMOUS, _("Nobody. Your name is not stored anywhere.")),
            (Visibility.OPEN, _("The agency that answers. The public never sees your name.")),
        ],
        initial=Visibility.ANONYMOUS,
        widget=forms.RadioSelect,
    )
    contact = forms.EmailField(
        label=_("E-mail for the answer"),
        help_text=_("Only we write to it. No agency and nobody else ever sees it."),
        required=False,
    )

    def __init__(self, *arguments: Any, signed_in: bool, **more: Any) -> None:
        """Who is not signed in sends without a name."""
        super().__init__(*arguments, **more)
        if not signed_in:
            del self.fields["visibility"]


class WordsForm(forms.Form):
    """Somebody's own words."""

    words = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write it in plain words.")},
    )

    def __init__(self, *arguments: Any, label: Any, required: bool = True, **more: Any) -> None:
        """`label` asks more exactly."""
        super().__init__(*arguments, **more)
        self.fields["words"].label = label
        self.fields["words"].required = required


class ContactForm(forms.Form):
    """An address that every answer is sent to."""

    contact = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only we write to it. No agency and nobody else ever sees it."),
        error_messages={"required": _("Write your e-mail address, or sign in.")},
    )


class RatingForm(forms.Form):
    """How content somebody is."""

    stars = forms.TypedChoiceField(
        label=_("Are you content with the answer?"),
        coerce=int,
        choices=[
            (5, _("5: very content")),
            (4, "4"),
            (3, "3"),
            (2, "2"),
            (1, _("1: not at all")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 (not at all) to 5 (very content).")},
    )


class MailboxForm(forms.Form):
    """The key to the mailbox of a secret report."""

    tracking = forms.CharField(
        label=_("Number of the report"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the number of your report.")},
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the passphrase you were given.")},
    )


class FindForm(forms.Form):
    """The number of a report."""

    number = forms.CharField(label=_("Number of the report"), max_length=30, required=False)


class ForwardForm(forms.Form):
    """Where a report belongs, and why."""

    to = forms.ModelChoiceField(
        label=_("To"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _("Choose an organisation.")},
    )
    words = forms.CharField(
        label=_("Why there"),
        help_text=_("The reporter reads it. The clocks run on."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why the other organisation is responsible.")},
    )

    def __init__(self, *arguments: Any, without: int | None = None, **more: Any) -> None:
        """`without`: the organisation the report is with now."""
        super().__init__(*arguments, **more)
        known = Category.objects.values("organisation")
        answering = Organisation.objects.filter(pk__in=known) | Organisation.objects.filter(
            complaint_areas__isnull=False
        )
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (answering.exclude(pk=without) if without else answering).distinct()


class CategoryForm(forms.Form):
    """The right category."""

    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.filter(active=True),
        to_field_name="code",
        error_messages={"required": _("Choose a category.")},
    )


class JoinForm(forms.Form):
    """Which report says the same."""

    into = forms.CharField(
        label=_("Number of the other report"),
        max_length=30,
        error_messages={"required": _("Write the number of the report that goes on.")},
    )


class PublishForm(forms.Form):
    """What everybody may read of a report."""

    public_words = forms.CharField(
        label=_("What everybody may read"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    shown = forms.ChoiceField(
        label=_("Publication"),
        choices=[("yes", _("Show it with these words")), ("no", _("Do not show it"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("It is kept, and the reporter can read it."), max_length=1000, required=False
    )


class FilterForm(forms.Form):
    """What the board shows."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("in work")), *State.choices, ("all", _("all"))]
    )
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[("", _("any day")), ("late", _("late")), ("soon", _("within 3 days"))],
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    q = forms.CharField(label=_("Words or number"), required=False, max_length=100)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Categories in the reader's language."""
        super().__init__(*arguments, **more)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), ("none", _("not found yet"))] + [
            (category.code, category.name) for category in Category.objects.filter(active=True)
        ]

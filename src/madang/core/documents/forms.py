"""What people enter to check a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .engine.content import read_code

LARGEST_FILE = 5 * 2**20


class CodeForm(forms.Form):
    """The code at the foot of a letter."""

    code = forms.CharField(
        label=_("Code of the letter"),
        help_text=_("16 letters and digits at the foot of the letter, such as 7K3M-PQ9Z-TB4W-XA2D."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """The code without hyphens and spaces."""
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("A code has 16 letters and digits. Enter it as it stands at the foot of the letter.")
            )
        return code


class FileForm(forms.Form):
    """The PDF of a letter."""

    file = forms.FileField(
        label=_("PDF file of the letter"),
        help_text=_("At most 5 MB. We look at it and forget it: nothing is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """A file that is not too large and begins as a PDF must."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than 5 MB, and no letter is. Choose the PDF file of the letter.")
            )
        # ISO 32000-2 section 7.5.2 lets the mark stand within the first 1024 bytes
        start = file.read(1024)
        file.seek(0)
        if b"%PDF" not in start:
            raise forms.ValidationError(
                _("This is not a PDF file. Choose the PDF file of the letter, not a photo of it.")
            )
        return file

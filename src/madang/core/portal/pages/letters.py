"""My letters: every signed letter, to read, keep and have checked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from madang.core.cases.models import Case
from madang.core.documents import letter_response
from madang.core.documents.models import Letter
from madang.core.documents.storage import LetterDamagedError
from madang.core.people.permissions import resident_required
from madang.core.people.signed_in import signed_in_person

PAGE_SIZE = 20


@resident_required
@require_GET
def my_letters(request: HttpRequest) -> HttpResponse:
    """All letters to the person, the latest first."""
    letters = Letter.objects.filter(person=signed_in_person(request)).order_by("-issued_at", "-id")
    return render(
        request, "portal/letters.html", {"page": Paginator(letters, PAGE_SIZE).get_page(request.GET.get("page"))}
    )


def _letter(request: HttpRequest, code: str) -> Letter:
    """The person's own letter; Http404 for anybody else's, as for one that does not exist."""
    return get_object_or_404(Letter, code=code, person=signed_in_person(request))


@resident_required
@require_GET
def my_letter(request: HttpRequest, code: str) -> HttpResponse:
    """One letter: what it is about, the file, and how anybody can check it."""
    letter = _letter(request, code)
    kind, _colon, number = letter.case_reference.partition(":")
    case = Case.objects.filter(pk=int(number)).first() if kind == "case" and number.isdecimal() else None
    own = case if case is not None and case.applicant_id == letter.person_id else None
    return render(request, "portal/letter.html", {"letter": letter, "case": own})


@resident_required
@require_GET
def letter_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """The signed PDF. A file that is no longer what was issued is not handed out."""
    letter = _letter(request, code)
    try:
        return letter_response(letter, download="download" in request.GET)
    except LetterDamagedError:
        explanation = _(
            "The stored file is not the one that was issued, so we do not hand it out. The operator has been told. "
            "Write to the office named in the letter for another copy."
        )
        return render(request, "portal/letter_damaged.html", {"letter": letter, "explanation": explanation}, status=500)

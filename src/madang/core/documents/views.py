"""The public pages that say whether a letter is genuine. They show what a letter is, never whom it is about."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .checking import Check, Verdict, check_code, check_file
from .engine.content import read_code
from .forms import CodeForm, FileForm
from .wording import advice, findings, headline

TONES = {
    Verdict.INTACT: "success",
    Verdict.ALTERED: "danger",
    Verdict.REVOKED: "danger",
    Verdict.UNKNOWN: "warning",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Enter a code, or choose a file."""
    if request.method != "POST":
        return _page(request, CodeForm(), FileForm())
    if (limited := ratelimit.consume_or_429(request, action="verify_letter")) is not None:
        return limited
    if "code" in request.POST:
        code_form = CodeForm(request.POST)
        if code_form.is_valid():
            return redirect("documents:verify-code", code=code_form.cleaned_data["code"])
        return _page(request, code_form, FileForm(), status=422)
    file_form = FileForm(request.POST, request.FILES)
    if not file_form.is_valid():
        return _page(request, CodeForm(), file_form, status=422)
    return _result(request, check_file(file_form.cleaned_data["file"].read()))


@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a code; the address that the square on the letter opens."""
    typed = read_code(code)
    if typed is not None and typed != code:
        return redirect("documents:verify-code", code=typed)
    check = check_code(typed) if typed else Check(Verdict.UNKNOWN)
    return _result(request, check, status=404 if check.letter is None else 200)


def _page(request: HttpRequest, code_form: CodeForm, file_form: FileForm, status: int = 200) -> HttpResponse:
    return render(request, "documents/verify.html", {"code_form": code_form, "file_form": file_form}, status=status)


def _result(request: HttpRequest, check: Check, status: int = 200) -> HttpResponse:
    context = {
        "check": check,
        "letter": check.letter,
        "tone": TONES[check.verdict],
        "headline": headline(check),
        "advice": advice(check),
        "findings": findings(check),
        "file_form": FileForm(),
    }
    return render(request, "documents/result.html", context, status=status)

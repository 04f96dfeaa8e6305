"""Messages: what the offices told the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from madang.core import formats
from madang.core.cases.messages import sentence
from madang.core.notices.models import Message
from madang.core.people.permissions import resident_required
from madang.core.people.signed_in import signed_in_person

PAGE_SIZE = 20


@resident_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """All messages, the latest first; unread ones are marked."""
    found = Message.objects.filter(person=signed_in_person(request)).order_by("-created_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"message": one, **told_message(one)} for one in page.object_list]
    unread = any(row["message"].read_at is None for row in rows)
    return render(request, "portal/messages.html", {"page": page, "rows": rows, "unread": unread})


@resident_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponseBase:
    """Mark everything as read. Doing it again changes nothing."""
    found = Message.objects.filter(person=signed_in_person(request), read_at=None)
    changed = found.update(read_at=timezone.now())
    if changed:
        text = ngettext("%(n)d message marked as read.", "%(n)d messages marked as read.", changed)
        messages.success(request, text % {"n": changed})
    return redirect("portal:messages")


@resident_required
@require_POST
def open_message(request: HttpRequest, message_id: int) -> HttpResponseBase:
    """Mark one message as read and go where it leads."""
    message = get_object_or_404(Message, pk=message_id, person=signed_in_person(request))
    if message.read_at is None:
        message.read_at = timezone.now()
        message.save(update_fields=["read_at"])
    link = own_place(message.link)
    return redirect(link) if link and "stay" not in request.POST else redirect("portal:messages")


def own_place(link: str) -> str:
    """The link if it leads to a page of this site, else nothing: a stored message must not lead anywhere else."""
    link = link.removeprefix(settings.PUBLIC_URL)
    return link if link.startswith("/") and not link.startswith(("//", "/\\")) else ""


def told_message(message: Message) -> dict[str, Any]:
    """Subject, body and link in the reader's language."""
    values = {name: _figure(name, value, message.values) for name, value in message.values.items()}
    return {
        "subject": sentence(message.subject, values),
        "body": sentence(message.body, values),
        "link": own_place(message.link),
    }


def _figure(name: str, value: Any, values: dict[str, Any]) -> Any:
    """Stored figures as people write them: ISO days as dates, an amount with its currency."""
    if isinstance(value, str):
        try:
            return formats.day(dt.date.fromisoformat(value)) if len(value) == 10 else value
        except ValueError:
            return value
    currency = values.get("currency")
    if name == "amount" and isinstance(value, int) and not isinstance(value, bool) and isinstance(currency, str):
        return formats.money(value, currency)
    return value

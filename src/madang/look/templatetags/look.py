"""Template filters and tags of the design system: money and dates in the reader's language, and what the page frames need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.utils import flatatt
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from madang.core import formats
from madang.look import tables
from madang.look.frames import NavigationEntry, navigation_entry
from madang.look.themes import THEMES, theme_of

register = template.Library()


@register.filter
def money(minor: Any, currency: str) -> str:
    """`{{ amount|money:"KRW" }}`: an integer in the currency's smallest unit, in the reader's language."""
    return "" if minor in (None, "") else formats.money(int(minor), currency)


@register.filter
def day(value: Any, form: str = "long") -> str:
    """`{{ born|day }}`, `{{ due|day:"short" }}`, `{{ due|day:"weekday" }}`, `{{ paid|day:"month" }}`. Nothing for no date."""
    return "" if value in (None, "") else formats.day(value, form)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`{{ read_at|moment }}`: date and time of day."""
    return "" if value in (None, "") else formats.moment(value)


@register.filter
def relative_day(value: Any) -> str:
    """`{{ due|relative_day }}`: today, tomorrow, in 5 days, 3 days ago; the plain date beyond a month."""
    return "" if value in (None, "") else formats.relative_day(value)


@register.filter
def is_near(value: Any) -> bool:
    """Whether `relative_day` says more than the date itself: within 31 days of today."""
    return abs((formats.local_date(value) - timezone.localdate()).days) <= 31


@register.filter
def number(value: Any) -> str:
    """`{{ people|number }}`: a whole or decimal number with the language's own separators."""
    return "" if value in (None, "") else formats.number(value)


@register.filter
def when(value: dt.date | dt.datetime | None) -> str:
    """A date as a date, a moment with its time of day."""
    return moment(value) if isinstance(value, dt.datetime) else day(value, "short")


@register.filter
def iso_day(value: dt.date | dt.datetime | None) -> str:
    """The machine-readable form for `<time datetime>`: a date as a date, a moment with its offset."""
    return value.isoformat() if value else ""


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The theme the reader chose: `light`, `dark`, or nothing to follow the device."""
    request = context.get("request")
    return theme_of(request) if isinstance(request, HttpRequest) else ""


@register.simple_tag
def themes() -> tuple[tuple[str, Any, str], ...]:
    """All themes to choose from: value, label, icon."""
    return THEMES


@register.filter
def entries(value: Any) -> list[NavigationEntry]:
    """Navigation as the frames use it, whether the site gave tuples, mappings or `NavigationEntry`."""
    return [navigation_entry(entry) for entry in value or ()]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of `icons.svg`: decoration without a label, a picture with one. `<c-icon>` is the same for pages."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', spoken, static("look/icons.svg"), name)


@register.simple_tag
def attributes(attrs: Any) -> SafeString:
    """What else was written on a component's tag, as HTML attributes with every value escaped.

    Cotton's own `{{ attrs }}` passes a value that begins and ends with a quotation mark as it is, so that words a person
    typed could become attributes of their own.
    """
    return flatatt({name: value for name, value in attrs.attrs_dict().items() if value is not None})


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """A field of several radio buttons or checkboxes needs a fieldset with a legend."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """A single checkbox stands before its label."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The field's own widget, tied to its hint and its error for screen readers."""
    if is_choice_group(field):  # the fieldset carries the description
        return field.as_widget()
    attrs: dict[str, Any] = {}
    described = [field.field.widget.attrs.get("aria-describedby", "")]
    if field.help_text:
        described.append(f"{field.auto_id}_hint")
    if field.errors:
        described.append(f"{field.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if text := " ".join(filter(None, described)):
        attrs["aria-describedby"] = text
    return field.as_widget(attrs=attrs)


@register.filter
def field_id(field: BoundField) -> str:
    """The id an error summary links to: the first control of the field."""
    return f"{field.auto_id}_0" if is_choice_group(field) else field.id_for_label or field.auto_id or ""


@register.filter
def columns(value: Any) -> list[tables.Column]:
    """The columns of a table, each with `label` and `number`."""
    return [tables.column(each) for each in value]


@register.filter
def cells(row: Any, its_columns: Any) -> list[tuple[tables.Column, Any]]:
    """A row's cells each with its column."""
    return tables.cells(row, its_columns)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The pages to link to; None stands for pages left out."""
    return tables.page_numbers(page)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, name: str, number: int) -> str:
    """The same address with all its filters, at another page."""
    request = context.get("request")
    query = request.GET.copy() if isinstance(request, HttpRequest) else QueryDict(mutable=True)
    query[name] = str(number)
    return f"?{query.urlencode()}"

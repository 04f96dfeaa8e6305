"""Template filters of the simulated national ID."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter(name="message")
def in_readers_language(message: str) -> str:
    """A text of a persona, kept as a message id, in the reader's language."""
    return gettext(message)

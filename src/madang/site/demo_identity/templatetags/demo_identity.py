"""Template filters of the simulated national ID."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def story(message: str) -> str:
    """A persona's story, kept as a message id, in the reader's language."""
    return gettext(message)

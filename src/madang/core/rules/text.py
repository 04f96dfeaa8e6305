"""Messages are plain strings here and translated where they are shown, so that rules need no web framework.

``_`` marks a string for extraction and returns it unchanged. Whoever shows it passes a gettext function.
"""

from __future__ import annotations

import string
from collections.abc import Callable

Gettext = Callable[[str], str]


def _(message: str) -> str:
    """Mark ``message`` for translation; the string itself is the message id."""
    return message


def placeholders(message: str) -> list[str]:
    """Names of the figures in ``message``: ``"under {limit}"`` gives ``["limit"]``."""
    return [name for _text, name, _spec, _conversion in string.Formatter().parse(message) if name]

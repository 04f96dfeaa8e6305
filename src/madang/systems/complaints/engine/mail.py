"""Reports that come by e-mail: what a message says, freed of what mail programs add to it.

A message is as RFC 5322 and MIME describe it, and as broken as it may come. What machines send by themselves (RFC 3834) is told
apart, so that two of them never answer each other for ever.
"""

from __future__ import annotations

import email
import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from html.parser import HTMLParser

MOST_BYTES = 30 * 2**20
MOST_PARTS = 100
_SUBJECT = re.compile(r"^\s*(?:(?:re|fwd?|aw|antw|회신|답장|balas|trả lời|ตอบ)\s*:\s*)+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![A-Z0-9])([2-9A-Z]{5})[-\u2010-\u2014 ]([2-9A-Z]{5})(?![A-Z0-9])", re.IGNORECASE)
# Where the words end and an older message begins, in the ways of the common programs.
_QUOTED = re.compile(
    r"^(?:>|-- ?$|_{8,}$|-{2,} ?(?:original message|forwarded message|원본 메시지|pesan asli)|"
    r"(?:on|op|am|le|el|pada)\b.{4,120}(?:wrote|schreef|schrieb|écrit|escribió|menulis) ?:$|.{4,120}(?:님이 작성|작성:)$)",
    re.IGNORECASE,
)


class MailError(ValueError):
    """A message that cannot be a report. kind: too_large, no_sender, automatic, empty or unreadable."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Mail:
    """One message. key: the same for the same message, however often it comes. number: of the report it answers, as written."""

    sender: str
    words: str
    key: str
    number: str = ""
    images: tuple[bytes, ...] = ()
    left_out: int = 0


def read_mail(raw: bytes) -> Mail:
    """What the message says: subject and text, without quotes and signature, and the files that claim to be pictures.

    left_out: other files; they are named to nobody and opened by nobody. Raises MailError.
    """
    if len(raw) > MOST_BYTES:
        raise MailError("too_large", f"the message has {len(raw) >> 20} MB; send at most {MOST_BYTES >> 20} MB")
    try:
        message = email.message_from_bytes(raw, policy=default)
        sender = _sender(message)
        if _automatic(message):
            raise MailError("automatic", "the message was sent by a machine by itself; it is no report")
        subject = _header(message, "subject")
        text, images, left_out = _parts(message)
    except MailError:
        raise
    except Exception as error:  # the parser of the standard library fails in many ways on broken headers
        raise MailError("unreadable", "the message cannot be read; send it again as plain text") from error
    body = _own_words(text)
    title = _SUBJECT.sub("", subject).strip()
    words = body if not title or body.startswith(title) or _NUMBER.search(title) else f"{title}\n\n{body}".strip()
    if not words:
        raise MailError("empty", "the message has no words; write what is wrong")
    number = _NUMBER.search(subject)
    named = _header(message, "message-id").strip()
    key = hashlib.sha256(f"{sender}\0{named}".encode() if named else raw).hexdigest()
    return Mail(sender, words, key, "".join(number.groups()) if number else "", tuple(images), left_out)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _sender(message: EmailMessage) -> str:
    found = [address for _name, address in getaddresses([_header(message, "from")]) if "@" in address]
    if len(found) != 1 or found[0].lower().startswith(("mailer-daemon@", "postmaster@")):
        raise MailError("no_sender", "the message names no sender to answer to")
    return found[0].strip().lower()


def _automatic(message: EmailMessage) -> bool:
    """RFC 3834 section 5, RFC 2369, and what older programs say instead."""
    if _header(message, "auto-submitted").lower() not in ("", "no"):
        return True
    if _header(message, "return-path") == "<>" or "list-id" in message or "x-autoreply" in message:
        return True
    return _header(message, "precedence").lower() in ("bulk", "junk", "list", "auto_reply")


def _parts(message: EmailMessage) -> tuple[str, list[bytes], int]:
    plain: list[str] = []
    rich: list[str] = []
    images: list[bytes] = []
    left_out = 0
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if kind.startswith("image/"):
            images.append(_bytes(part))
        elif part.get_content_disposition() == "attachment":
            left_out += 1
        elif kind in ("text/plain", "text/html"):
            (plain if kind == "text/plain" else rich).append(_text(part))
        else:
            left_out += 1
    return "\n".join(plain).strip() or "\n".join(map(_without_markup, rich)), images, left_out


def _bytes(part: EmailMessage) -> bytes:
    """The content of a part that has no parts of its own, decoded from what mail carries."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage) -> str:
    raw = _bytes(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", "replace")


class _Words(HTMLParser):
    """The text of HTML; nothing of scripts, styles and heads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Lines end where blocks begin."""
        if tag in ("script", "style", "head", "title"):
            self.hidden += 1
        elif tag in ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote"):
            self.found.append("\n> " if tag == "blockquote" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """Back to what is seen."""
        if tag in ("script", "style", "head", "title") and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        """Words that are seen."""
        if not self.hidden:
            self.found.append(re.sub(r"\s+", " ", data))


def _without_markup(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    reader.close()
    return re.sub(r"\n\s*\n\s*", "\n\n", "".join(reader.found)).strip()


def _own_words(text: str) -> str:
    """Up to where an older message or the signature begins."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTED.match(line.strip() if not line.startswith("-- ") else line.rstrip("\n")):
            if any(each.strip() for each in kept):
                break
            continue  # an answer below the quote: its words still come
        kept.append(line.rstrip())
    return "\n".join(kept).strip()

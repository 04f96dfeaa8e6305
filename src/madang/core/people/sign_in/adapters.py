"""Where django-allauth asks who somebody is and what to do then."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.core.people.models import Person, User
from madang.core.people.sign_in.verification import Identity, IdentityError, identity_from

logger = logging.getLogger(__name__)

REFUSALS: dict[str, tuple[str | Promise, str | Promise]] = {
    "expired": (
        _("This sign-in is no longer valid"),
        _("It was already used, took longer than ten minutes, or began in another browser. Please sign in again."),
    ),
    "untrusted": (
        _("We could not trust the answer of the national ID"),
        _("Nothing was changed. Please sign in again. If it happens again, tell the service desk."),
    ),
    "unknown-person": (
        _("We do not find you in the registers"),
        _(
            "Your national ID is valid, but no person with its number is registered here. "
            "Please ask the civil registrar of your municipality."
        ),
    ),
    "number-changed": (
        _("Your national number has changed"),
        _("Your account belongs to your earlier number. Please ask the civil registrar to join the two."),
    ),
    "unreachable": (
        _("The national ID does not answer"),
        _("Please try again in a few minutes, or use a passkey if you have one."),
    ),
    "not-configured": (
        _("No national ID is connected"),
        _("The operator sets MADANG_IDENTITY_URL; the sign-in guide in docs/sign-in.md says how."),
    ),
}


def refusal(request: HttpRequest, code: str, *, error: BaseException | None = None) -> HttpResponse:
    """The page that says why somebody is not signed in and what to do. Logs the reason, never who it was."""
    logger.warning("sign-in refused: %s %s", code, error or "")
    title, remedy = REFUSALS[code]
    unavailable = code in {"unreachable", "not-configured"}
    status = HTTPStatus.SERVICE_UNAVAILABLE if unavailable else HTTPStatus.FORBIDDEN
    return render(request, "people/sign_in_refused.html", {"title": title, "remedy": remedy}, status=status)


def display_name(user: User) -> str:
    """What the person is called on pages; the account's name for somebody without a person."""
    return user.person.full_name if user.person is not None else user.get_username()


def linked_user(identity: Identity) -> User:
    """The user of the person with this verified national number, made at their first sign-in.

    Persons are never made here, and nothing but the number decides. Raises IdentityError: unknown-person.
    """
    person = Person.objects.filter(national_number=identity.national_number).first()
    if person is None:
        raise IdentityError("unknown-person")
    user, made = User.objects.get_or_create(person=person, defaults={"username": f"person-{person.pk}"})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


class NationalIdAccountAdapter(DefaultSocialAccountAdapter):
    """Joins what the national ID says with the person in the registers."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        try:
            identity = identity_from(
                getattr(sociallogin, "claims", {}),
                nonce=str(sociallogin.state.get("nonce", "")),
                claim=settings.IDENTITY_CLAIM,
                levels=settings.IDENTITY_LEVELS,
            )
            self._link(sociallogin, identity)
        except IdentityError as error:
            code = error.code if error.code in REFUSALS else "untrusted"
            raise ImmediateHttpResponse(refusal(request, code, error=error)) from error

    def _link(self, sociallogin: SocialLogin, identity: Identity) -> None:
        with transaction.atomic():
            user = linked_user(identity)
            if sociallogin.is_existing:
                if sociallogin.user != user:
                    raise IdentityError("number-changed")
                return
            account, _made = SocialAccount.objects.get_or_create(
                provider=sociallogin.account.provider,
                uid=identity.subject,
                defaults={"user": user, "extra_data": sociallogin.account.extra_data},
            )
            sociallogin.account, sociallogin.user = account, account.user
            if account.user != user:
                raise IdentityError("number-changed")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        if str(getattr(error, "value", error)) == "cancelled":
            messages.info(request, gettext("You stopped the sign-in. Nothing was passed on."))
            raise ImmediateHttpResponse(redirect("account_login"))
        if isinstance(exception, OSError):
            raise ImmediateHttpResponse(refusal(request, "unreachable", error=exception))
        code = "expired" if exception is None and "state" not in (extra_context or {}) else "untrusted"
        raise ImmediateHttpResponse(refusal(request, code, error=exception))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: whoever is not in the registers gets no account."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Takes nothing over: names and addresses come from the registers."""
        user: User = sociallogin.user
        return user


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the national ID alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Signing in and out speak for themselves; other messages are shown."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)


class PasskeyAdapter(DefaultMFAAdapter):
    """A passkey is another door to the same account, not a second lock on the national ID.

    Were it a second factor, losing the telephone would lock people out of the national ID, which is strong already.
    What a second factor would protect, adding and removing passkeys, asks for a recent sign-in instead.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This passkey was not accepted. Use the national ID, then add the passkey again."),
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return False

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": gettext("Madang")}

"""Pages of sign-in and of one's own account. Of django-allauth only what is named here can be reached.

The names that begin with `account_` and `mfa_` are the ones django-allauth itself looks up.
"""

from django.urls import path

from madang.core.people.sign_in import national_id, pages, passkeys

urlpatterns = [
    path("sign-in/", pages.sign_in, name="account_login"),
    path("sign-in/national-id/", national_id.begin, name="national_id_begin"),
    path("sign-in/national-id/callback/", national_id.callback, name="national_id_callback"),
    path("sign-in/passkey/", passkeys.sign_in, name="mfa_login_webauthn"),
    path("sign-in/closed/", pages.closed, name="account_inactive"),
    path("sign-out/", pages.sign_out, name="account_logout"),
    path("account/", pages.account, name="account"),
    path("account/", pages.account, name="mfa_index"),
    path("account/passkeys/add/", passkeys.add, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/rename/", passkeys.rename, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
]

"""The site's settings with the sign-in switched on, for the processes and tests of this block."""

from madang.core.people.sign_in import configuration
from madang.site.settings import *  # noqa: F403 - settings are read by name
from madang.site.settings import DEMO, PUBLIC_URL, VAR_DIR

IDENTITY_URL = configuration.identity_url(PUBLIC_URL, demo=DEMO)
IDENTITY_CLAIM = configuration.identity_claim()
IDENTITY_LEVELS = configuration.identity_levels(demo=DEMO)
SOCIALACCOUNT_PROVIDERS = configuration.social_account_providers(IDENTITY_URL, var_dir=VAR_DIR)
SOCIALACCOUNT_ADAPTER = "madang.core.people.sign_in.adapters.NationalIdAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_ADAPTER = "madang.core.people.sign_in.adapters.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_USER_DISPLAY = "madang.core.people.sign_in.adapters.display_name"
MFA_ADAPTER = "madang.core.people.sign_in.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"

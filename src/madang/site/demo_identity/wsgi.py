"""The WSGI application of the simulated national ID."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "madang.site.demo_identity.settings"
application = get_wsgi_application()

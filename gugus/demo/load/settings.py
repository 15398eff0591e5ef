"""Settings of a load run: the portal's own, behind one proxy, with a view of one query to compare with."""

from django.core.exceptions import ImproperlyConfigured

from gugus.settings import *  # noqa: F403
from gugus.settings import PRODUCTION

if PRODUCTION:
    raise ImproperlyConfigured("A load run never has DJANGO_ENV=production.")

ROOT_URLCONF = "gugus.demo.load.urls"
TRUSTED_PROXIES = 1

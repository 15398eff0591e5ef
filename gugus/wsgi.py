"""WSGI entry point of the web process: everything a request stands on is loaded before the first one."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gugus.operations import collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gugus.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
collector.settle()

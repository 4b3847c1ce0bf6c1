"""The entry for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from newsportal.core.request_charset import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")

application = read_as_utf8(get_wsgi_application())

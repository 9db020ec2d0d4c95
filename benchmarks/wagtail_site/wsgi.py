"""The site for gunicorn; WAGTAIL_DATABASE is the database's address as JSON, and KEEP_PAGES=yes
keeps whole pages in the memory of each process."""

import json
import os

from django.core.wsgi import get_wsgi_application

from .configuring import MIDDLEWARE, configure

KEEPING = ["keeping_pages.KeepPages"] if os.environ.get("KEEP_PAGES") else []

configure(json.loads(os.environ["WAGTAIL_DATABASE"]), MIDDLEWARE=[*KEEPING, *MIDDLEWARE])
application = get_wsgi_application()

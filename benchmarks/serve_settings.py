"""The newsroom's settings for benchmarks/serve.py: static files in a folder of the run's own, and
KEEP_PAGES=yes keeps whole pages in the memory of each process."""

import os

from newsroom.settings import *  # noqa: F403
from newsroom.settings import MIDDLEWARE

STATIC_ROOT = os.environ["SERVE_STATIC"]
WHITENOISE_ROOT = os.environ["SERVE_FILES"]  # the plain files to compare with

if os.environ.get("KEEP_PAGES"):
    MIDDLEWARE = ["keeping_pages.KeepPages", *MIDDLEWARE]

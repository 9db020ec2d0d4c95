#!/usr/bin/env python
"""Django's command line for this project."""

import gc
import os
import sys


def main() -> None:
    # What is loaded at the start stays: to look for garbage in it takes a sixth of that time. The
    # collector goes on when all is loaded (`DeskConfig` in `articles/admin_site.py`).
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise ImportError(
            "Django is not installed in this Python. Run `make demo` once; it makes a virtual "
            "environment in .venv. Then use .venv/bin/python manage.py ..."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

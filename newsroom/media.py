"""Pictures that editors upload, as the development server serves them."""

from __future__ import annotations

import errno
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

_NO_SUCH_NAME = frozenset({errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP, errno.EINVAL})


def serve_media(request: HttpRequest, path: str, **options: Any) -> HttpResponseBase:
    """A stored file; 404 for a path that is too long for the file system, which allows 255 bytes
    for a name and 4,096 for a path."""
    try:
        return serve(request, path, **options)
    except OSError as error:
        if error.errno not in _NO_SUCH_NAME:
            raise
        raise Http404("No file can have this name.") from error

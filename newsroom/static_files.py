"""How static files are named in production."""

from __future__ import annotations

from typing import Final

from whitenoise.storage import CompressedManifestStaticFilesStorage

# import { area } from "./body.js";
_IMPORT: Final = r"""(?P<matched>\bfrom "(?P<url>\.{1,2}/[\w/.]+\.js)";)"""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed files whose names carry a digest of their content, so that browsers may keep them
    for ever; our scripts import one another by such names, too.

    Django's own switch for that, `support_js_module_import_aggregation`, reads the scripts of
    others as well, and stops at one of htmx that imports what it does not bring. Scripts that
    import one another in a circle can have no such names: `collectstatic` fails.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("articles/*.js", ((_IMPORT, 'from "%(url)s";'),)),
    )
    # A pass may settle no more than one level of imports; the article's form has ten.
    max_post_process_passes = 20

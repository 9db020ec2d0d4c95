"""The editors' desk: Django's admin for articles, sources and where the text came from."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from .article import ArticleAdmin
from .clipping import ClippingAdmin
from .merging import MergeAdmin
from .pins import PinAdmin
from .provenance import DumpAdmin
from .reparse import reparse_selected
from .runs import ImportRunAdmin
from .source import SourceAdmin
from .topic import TopicAdmin

ArticleAdmin.actions = [*ArticleAdmin.actions, reparse_selected]

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Desk")

# The words of the admin's scripts: every form waits for them, and they change with a new version of
# the site only. Each language has them at an address of its own.
admin.site.i18n_javascript = cache_control(private=True, max_age=3600)(admin.site.i18n_javascript)  # type: ignore[method-assign]

__all__ = [
    "ArticleAdmin",
    "ClippingAdmin",
    "DumpAdmin",
    "ImportRunAdmin",
    "MergeAdmin",
    "PinAdmin",
    "SourceAdmin",
    "TopicAdmin",
]

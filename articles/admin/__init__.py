"""The editors' desk: Django's admin for articles, sources and where the text came from."""

import django_tasks_db.admin  # noqa: F401 - registers the worker's rows, for us to leave out
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from .articles.admin import ArticleAdmin
from .front_page import PinAdmin
from .imports.clippings import ClippingAdmin
from .imports.dumps import DumpAdmin
from .imports.reparse import reparse_selected
from .imports.runs import ImportRunAdmin
from .names.merge import MergeAdmin
from .names.sources import SourceAdmin
from .names.topics import TopicAdmin
from .people.users import GroupAdmin, UserAdmin

ArticleAdmin.actions = [*ArticleAdmin.actions, reparse_selected]

# The state of the worker is shown on the pages of uploads and runs.
admin.site.unregister(DBTaskResult)

__all__ = [
    "ArticleAdmin",
    "ClippingAdmin",
    "DumpAdmin",
    "GroupAdmin",
    "ImportRunAdmin",
    "MergeAdmin",
    "PinAdmin",
    "SourceAdmin",
    "TopicAdmin",
    "UserAdmin",
]

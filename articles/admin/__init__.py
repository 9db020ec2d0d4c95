"""The editors' desk: Django's admin for articles, sources and where the text came from."""

import django_tasks_db.admin  # noqa: F401 - registers the worker's rows, for us to leave out
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

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

# What the worker does is told of on the pages of uploads and runs, in words.
admin.site.unregister(DBTaskResult)

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

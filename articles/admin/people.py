"""Users and groups: Django's own pages, with titles like the other lists."""

from __future__ import annotations

import django.contrib.auth.admin as django_admin  # registers its own, for ours to replace
from django.contrib import admin
from django.contrib.auth.models import Group, User

from .changelist import TitledAdmin

admin.site.unregister([Group, User])


@admin.register(User)
class UserAdmin(TitledAdmin, django_admin.UserAdmin):
    """Users."""


@admin.register(Group)
class GroupAdmin(TitledAdmin, django_admin.GroupAdmin):
    """Groups."""

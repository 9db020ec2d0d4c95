"""Signs in to the desk without its login form, which has tests of its own.

sign_in(page, live_server, "/admin/")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


class QuickHasher(PBKDF2PasswordHasher):
    """Django's own hasher with one iteration: passwords of tests protect nothing. Processes that
    tests start check its hashes with the site's hasher."""

    iterations = 1


def sign_in(
    page: Page, live_server: LiveServer, address: str, user: AbstractBaseUser | str = "editor"
) -> None:
    """Opens a page of the desk as a user. A user given by name is an administrator, who is created
    where missing, with the password "password"."""
    if isinstance(user, str):
        users = get_user_model().objects
        found = users.filter(username=user).first()
        user = found or users.create_superuser(user, password="password")
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}{address}")

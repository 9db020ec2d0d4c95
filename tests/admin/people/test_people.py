"""People: invitations with a role, links for passwords, who was here and what they did, help."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from articles.admin.people.invitations import link_of
from tests.admin.articles.test_admin import member_of
from tests.support.accessibility import violations
from tests.support.builders import make_article
from tests.support.signing_in import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

INVITE = "/admin/auth/user/invite/"


def invite(client: Client, role: str, email: str = "Ines@Example.org") -> Any:
    chosen = role if role == "administrator" else Group.objects.get(name=role).pk
    return client.post(INVITE, {"email": email, "name": "Ines Karam Haddad", "role": chosen})


def shown_link(client: Client, address: str) -> str:
    found = re.search(r'value="(http[^"]*/welcome/[^"]*)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_a_colleague_is_invited_and_sets_a_password_by_the_link(
    admin_client: Client, settings: SettingsWrapper
) -> None:
    response = invite(admin_client, "Editor")

    user = User.objects.get(username="ines@example.org")
    assert (user.first_name, user.last_name) == ("Ines Karam", "Haddad")
    assert user.is_staff
    assert not user.is_superuser
    assert not user.has_usable_password()
    assert [group.name for group in user.groups.all()] == ["Editor"]
    assert mail.outbox == []
    link = shown_link(admin_client, response.url)
    assert "invited" in admin_client.get("/admin/auth/user/").content.decode()

    colleague = Client()
    page = colleague.get(link.removeprefix(settings.SITE_URL), follow=True)
    assert "<ul><li>" in page.content.decode()  # what a password must be
    assert "Django site admin" not in page.content.decode()
    words = {"new_password1": "short", "new_password2": "short"}
    refused = colleague.post(page.request["PATH_INFO"], words).content.decode()
    assert "too short" in refused
    words = {"new_password1": "glacier-blanket", "new_password2": "glacier-blanket"}
    opened = colleague.post(page.request["PATH_INFO"], words, follow=True)

    assert opened.request["PATH_INFO"] == "/admin/"
    assert "First steps" in opened.content.decode()
    assert "Review a story" in opened.content.decode()
    assert "Invite your colleagues" not in opened.content.decode()
    used = Client().get(link.removeprefix(settings.SITE_URL), follow=True).content.decode()
    assert "It has been used" in used


def test_an_address_is_invited_once_whatever_its_letters(admin_client: Client) -> None:
    invite(admin_client, "Reporter")

    again = invite(admin_client, "Editor", email="INES@example.org").content.decode()

    assert "Somebody with this address is here already." in again
    assert User.objects.filter(email="ines@example.org").count() == 1


def test_nobody_gives_a_role_or_a_password_of_one_who_may_do_more(client: Client) -> None:
    chief = User.objects.create_user("chief", is_staff=True)
    chief.groups.add(Group.objects.get(name="Reporter"))
    rights = ("add_user", "change_user", "view_user")
    chief.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    publisher = User.objects.create_user("publisher", is_staff=True, email="p@example.org")
    publisher.groups.add(Group.objects.get(name="Publisher"))
    root = User.objects.create_superuser("root")
    client.force_login(chief)

    offered = client.get(INVITE).content.decode()
    assert re.findall(r'name="role" value="[^"]*"[^>]*>\s*<strong>([^<]*)', offered) == ["Reporter"]
    assert invite(client, "Publisher").status_code == 200
    assert invite(client, "administrator").status_code == 200
    assert not User.objects.filter(username="ines@example.org").exists()
    for user in (publisher, root):
        assert client.post(f"/admin/auth/user/{user.pk}/link/").status_code == 403
    assert invite(client, "Reporter").status_code == 302


def test_a_link_is_shown_to_its_maker_alone_and_not_for_one_who_left(admin_client: Client) -> None:
    user = User.objects.create_user("ines", email="ines@example.org", is_staff=True)
    address = f"/admin/auth/user/{user.pk}/link/"
    admin_client.post(address)
    assert shown_link(admin_client, address).endswith(link_of(user).rpartition("/welcome/")[2])

    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    assert "/welcome/" not in other.get(address).content.decode()

    User.objects.filter(pk=user.pk).update(is_active=False)
    assert admin_client.post(address).status_code == 403


class Refusing(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no server")


def test_an_invitation_is_mailed_where_there_is_a_server_and_told_where_it_fails(
    admin_client: Client, settings: SettingsWrapper
) -> None:
    admin_client.get(INVITE)  # the addresses are those of a site that sends no mail
    settings.SENDS_MAIL = True
    settings.SITE_NAME = "The Gazette"
    response = invite(admin_client, "Operator")

    [sent] = mail.outbox
    assert sent.to == ["ines@example.org"]
    assert sent.subject == "Your account at The Gazette"
    assert shown_link(admin_client, response.url) in sent.body

    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    response = invite(admin_client, "Operator", email="omar@example.org")
    page = admin_client.get(response.url).content.decode()
    assert "could not be sent: no server" in page
    assert "/welcome/" in page


def test_the_list_says_who_was_here_and_what_they_did(
    admin_client: Client, admin_user: User, django_user_model: Any
) -> None:
    member_of("Editor", django_user_model)
    User.objects.filter(pk=admin_user.pk).update(last_login=timezone.now() - timedelta(days=3))
    article = make_article(status="in_review", body="It sank.")
    admin_client.post(f"/admin/articles/article/{article.pk}/publish/")

    page = admin_client.get("/admin/auth/user/?o=-5").content.decode()

    assert "Editor" in page
    assert "3\xa0days ago" in page
    assert re.search(r'field-work">1<', page)


def test_first_steps_are_those_of_a_role_and_end_with_some_work(
    client: Client, django_user_model: Any
) -> None:
    operator = member_of("Operator", django_user_model)
    page = operator.get("/admin/").content.decode()
    assert "Upload saved pages" in page
    assert "Write a story" not in page

    publisher = member_of("Publisher", django_user_model)
    assert "First steps" in publisher.get("/admin/").content.decode()
    for _ in range(5):
        article = make_article(status="in_review", body="It sank.")
        publisher.post(f"/admin/articles/article/{article.pk}/publish/")
    assert "First steps" not in publisher.get("/admin/").content.decode()


def test_without_a_server_for_mail_no_forgotten_password_is_offered(client: Client) -> None:
    assert "Forgotten" not in client.get("/admin/login/").content.decode()


@pytest.mark.browser
def test_inviting_and_help_by_keys_on_a_phone_and_in_arabic(
    page: Page, live_server: LiveServer
) -> None:
    for group in ("Reporter", "Editor"):
        Group.objects.get_or_create(name=group)
    sign_in(page, live_server, "/admin/help/")
    assert violations(page) == []
    page.goto(f"{live_server.url}{INVITE}")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("E-mail address").fill("ines@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("Link", exact=True).wait_for()
    assert violations(page) == []
    assert User.objects.get(email="ines@example.org").is_staff
    page.goto(f"{live_server.url}/ar{INVITE}")
    assert page.get_by_role("heading", level=1).inner_text() == "دعوة زميل"

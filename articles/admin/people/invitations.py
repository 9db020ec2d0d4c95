"""Invitations: a colleague is added by address with a role, and sets the password by a link.

The link is Django's for setting a password: signed, valid once and for `PASSWORD_RESET_TIMEOUT`
seconds. It is mailed where the site can send mail (`EMAIL_URL`), and shown to be passed on.
"""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin_site import remember_desk

from .roles import ADMINISTRATOR, roles_for

SHOWN: Final = "password_link"
"""In the session of whoever made a link: whose it is, and the link, until another is made."""
DAYS: Final = settings.PASSWORD_RESET_TIMEOUT // 86_400


class InvitationForm(forms.Form):
    """An address, a name and a role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=150,
        help_text=_("Also the name to log in with."),
        widget=AdminTextInputWidget(attrs={"type": "email", "dir": "ltr", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        widget=AdminTextInputWidget(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, inviter: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles_for(inviter)
        role: Any = self.fields["role"]
        role.choices = [(role.value, role.name) for role in self.roles]

    def clean_email(self) -> str:
        """The address in small letters, which nobody has yet."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists():
            text = gettext("Somebody with this address is here already.")
            raise forms.ValidationError(text)
        return email

    def create(self) -> User:
        """The new user, without a password."""
        first, _space, last = self.cleaned_data["name"].strip().rpartition(" ")
        role = self.cleaned_data["role"]
        email = self.cleaned_data["email"]
        user = User(username=email, email=email, is_staff=True, first_name=(first or last)[:150])
        user.last_name = last[:150] if first else ""
        user.is_superuser = role == ADMINISTRATOR
        user.set_unusable_password()
        user.save()
        if not user.is_superuser:
            user.groups.set([Group.objects.get(pk=role)])
        return user


def invite_view(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Asks whom to invite; a POST adds the user and leads to the link."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    form = InvitationForm(request.POST or None, inviter=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = form.create()
            admin.log_addition(request, user, gettext("Invited."))
        _send(admin, request, user)
        return HttpResponseRedirect(reverse("admin:auth_user_link", args=[user.pk]))
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Invite a colleague"),
        "opts": admin.opts,
        "form": form,
        "roles": form.roles,
        "chosen": form["role"].value(),
        "sends_mail": settings.SENDS_MAIL,
    }
    return TemplateResponse(request, "admin/people/invite.html", context)


def link_view(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The link by which a user sets a password; a POST makes a new one, and mails it."""
    user = get_object_or_404(User, pk=pk)
    if not may_let_in(admin, request, user):
        raise PermissionDenied
    if request.method == "POST":
        _send(admin, request, user)
        admin.log_change(request, user, gettext("Made a link to set the password."))
        return HttpResponseRedirect(request.path)
    owner, link = request.session.get(SHOWN, (None, ""))
    context = {
        **admin.admin_site.each_context(request),
        "title": gettext("Link for %(name)s") % {"name": user.get_full_name() or user.username},
        "opts": admin.opts,
        "person": user,
        "link": link if owner == pk else "",
        "days": DAYS,
        "sends_mail": settings.SENDS_MAIL,
    }
    return TemplateResponse(request, "admin/people/link.html", context)


def may_let_in(admin: ModelAdmin, request: HttpRequest, user: User) -> bool:
    """Whether who asks may set this user's password: not that of one who may do more."""
    if not admin.has_change_permission(request, user) or not user.is_active:
        return False
    asking: Any = request.user
    is_above = not user.is_superuser and user.get_all_permissions() <= asking.get_all_permissions()
    return bool(asking.is_superuser or is_above)


def _send(admin: ModelAdmin, request: HttpRequest, user: User) -> None:
    link = link_of(user)
    request.session[SHOWN] = [user.pk, link]
    if not settings.SENDS_MAIL:
        return
    words = {"site": settings.SITE_NAME, "link": link, "days": DAYS, "user": user}
    subject = gettext("Your account at %(site)s") % words
    text = render_to_string("admin/people/invitation.txt", words)
    try:
        send_mail(subject, text, None, [user.email])
    except (OSError, SMTPException) as error:
        said = gettext("The mail to %(address)s could not be sent: %(error)s. Pass the link on.")
        words = {"address": user.email, "error": error}
        admin.message_user(request, said % words, messages.ERROR)
        return
    sent = gettext("A mail with the link was sent to %(address)s.") % {"address": user.email}
    admin.message_user(request, sent, messages.SUCCESS)


def link_of(user: User) -> str:
    """The address at which this user sets a password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("admin:auth_user_welcome", args=[key, token])


class WelcomeView(PasswordResetConfirmView):
    """Where an invitation leads: two fields for the password; then the desk opens."""

    template_name = "admin/people/welcome.html"
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"
    success_url = reverse_lazy("admin:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        title = gettext("Welcome") if context["validlink"] else gettext("This link no longer works")
        names = {"site_header": settings.SITE_NAME, "site_title": settings.SITE_NAME}
        return context | names | {"title": title}

    def form_valid(self, form: Any) -> HttpResponse:
        return remember_desk(super().form_valid(form))

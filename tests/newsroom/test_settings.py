"""Settings read from the environment. Each case loads them in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "CACHE_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "SITE_URL")
OURS += ("SITE_NAME", "MEDIA_ROOT", "READER_STATEMENT_TIMEOUT", "REDIRECT_OLD_PATHS_OF")
OURS += ("EMAIL_URL", "EMAIL_FROM")
OURS += ("DJANGO_ALLOW_ASYNC_UNSAFE",)  # the browser tests set it for their process
PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": "k7Jx2mQ9vT4wZ8rB1nL6pD3sF5hG0yC-aE_uRiOtXqWzVbNmKjHgFd",
    "ALLOWED_HOSTS": "news.example.org",
    "SITE_URL": "https://news.example.org",
}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in OURS}
    environment |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", **variables}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def read(names: str, **variables: str) -> dict[str, object]:
    """The named settings, as a process with these variables sees them."""
    code = (
        "import json; from newsroom import settings as s;"
        f"print(json.dumps({{n: getattr(s, n) for n in {names.split()!r}}}, default=str))"
    )
    result = run("-c", code, **variables)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_without_any_variable_the_site_suits_one_developer():
    found = read("DEBUG SITE_URL SITE_NAME ALLOWED_HOSTS DATABASES MEDIA_ROOT SECURE_SSL_REDIRECT")

    assert found["DEBUG"] is True
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["SITE_NAME"] == "Newsroom"
    assert "127.0.0.1" in found["ALLOWED_HOSTS"]
    assert found["DATABASES"]["default"]["ENGINE"] == "newsroom.embedded_postgres"
    assert found["MEDIA_ROOT"] == str(ROOT / "var" / "media")
    assert found["SECURE_SSL_REDIRECT"] is False


def test_an_https_address_switches_on_transport_security():
    found = read(
        "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE",
        SITE_URL="https://news.example.org/",
    )

    assert found == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }


def test_a_mail_server_is_named_by_an_address_and_offers_forgotten_passwords():
    address = "smtp+tls://desk:secret@mail.example.org:587"
    found = read(
        "SENDS_MAIL EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_USE_TLS DEFAULT_FROM_EMAIL",
        EMAIL_URL=address,
        EMAIL_FROM="desk@news.example.org",
    )
    resets = "import django; django.setup(); from django.urls import reverse as r;"
    with_mail = run("-c", f"{resets} print(r('admin_password_reset'))", EMAIL_URL=address)

    assert found == {
        "SENDS_MAIL": True,
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "desk",
        "EMAIL_USE_TLS": True,
        "DEFAULT_FROM_EMAIL": "desk@news.example.org",
    }
    assert with_mail.stdout.strip() == "/admin/password/", with_mail.stderr
    assert read("SENDS_MAIL") == {"SENDS_MAIL": False}


def test_a_mail_server_of_no_known_kind_is_refused_without_its_password():
    result = run("-c", "import newsroom.settings", EMAIL_URL="imap://desk:secret@example.org")

    assert result.returncode != 0
    assert "EMAIL_URL" in result.stderr
    assert "smtp+tls://" in result.stderr
    assert "secret" not in result.stderr


def test_a_database_url_names_an_ordinary_server_and_gets_the_pool():
    url = "postgres://editor:secret@db.example.org:5433/news?sslmode=require"

    database = read("DATABASES", DATABASE_URL=url)["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], str(database["PORT"])) == ("db.example.org", "5433")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 10


def test_readers_statements_have_three_seconds_unless_reported_otherwise():
    name = "READER_STATEMENT_TIMEOUT"
    assert read(name) == {name: 3}
    assert read(name, READER_STATEMENT_TIMEOUT="0.5") == {name: 0.5}
    assert read(name, READER_STATEMENT_TIMEOUT="0") == {name: 0}


def test_a_shared_cache_has_short_patience():
    found = read("CACHES", CACHE_URL="redis://cache:6379/0")["CACHES"]["default"]
    assert found["BACKEND"] == "newsroom.resilience.failsafe_cache.FailsafeRedisCache"
    assert found["OPTIONS"]["socket_timeout"] < 1


def test_a_relative_media_root_lies_in_the_checkout():
    assert read("MEDIA_ROOT", MEDIA_ROOT="pictures")["MEDIA_ROOT"] == str(ROOT / "pictures")
    assert read("MEDIA_ROOT", MEDIA_ROOT="/srv/media")["MEDIA_ROOT"] == "/srv/media"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("SITE_URL", "news.example.org"),
        ("SITE_URL", "ftp://news.example.org"),
        ("SITE_URL", "https://news.example.org/paper"),
        ("SITE_URL", "https://news.example.org:port"),
        ("ALLOWED_HOSTS", "https://news.example.org"),
        ("ALLOWED_HOSTS", "news.example.org:8000"),
        ("REDIRECT_OLD_PATHS_OF", "https://www.oldsite.org/"),
        ("REDIRECT_OLD_PATHS_OF", "oldsite.org www.oldsite.org"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "news"),
        ("DATABASE_URL", "postgres://localhost"),
        ("CACHE_URL", "carrier-pigeon://loft"),
        ("READER_STATEMENT_TIMEOUT", "three"),
        ("READER_STATEMENT_TIMEOUT", "-1"),
        ("READER_STATEMENT_TIMEOUT", "nan"),
    ],
)
def test_nonsense_is_refused_by_name_with_what_is_allowed(name: str, value: str):
    result = run("-c", "import newsroom.settings", **{name: value})

    assert result.returncode != 0
    last_line = result.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last_line
    assert f"{name}={value!r}" in last_line
    assert "Allowed: " in last_line


def test_a_refusal_does_not_print_the_password():
    result = run("-c", "import newsroom.settings", DATABASE_URL="mysql://editor:hunter2@db/news")

    assert "DATABASE_URL=" in result.stderr
    assert "hunter2" not in result.stderr


def test_without_debug_a_secret_key_is_required():
    result = run("-c", "import newsroom.settings", DEBUG="False")

    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr


def test_only_a_production_site_names_its_static_files_by_digests():
    production = read("STORAGES", **PRODUCTION)["STORAGES"]["staticfiles"]["BACKEND"]
    development = read("STORAGES")["STORAGES"]["staticfiles"]["BACKEND"]

    assert production == "newsroom.static_files.HashedStaticFiles"
    assert development == "django.contrib.staticfiles.storage.StaticFilesStorage"


def test_the_deployment_check_has_nothing_to_say_of_a_production_site():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_no_page_may_run_inline_scripts_or_be_framed(client: Client, db: None):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_session_of_a_development_site_works_over_plain_http():
    assert settings.SESSION_COOKIE_SECURE is False

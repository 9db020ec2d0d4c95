"""Settings of the newsroom, read from the environment.

Every variable has a default that suits one developer on one machine; docs/operating.md lists them.
An invalid value is refused here, with a message that says what would be accepted, rather than
later and far from its cause.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .resilience.failsafe_cache import OPTIONS as SHORT_PATIENCE
from .resilience.limited_connection import LimitedConnection

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

CONNECT_SECONDS = 3  # for one new connection; a pool tries again by itself


def refuse(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    """The error for a variable whose value cannot be used."""
    return ImproperlyConfigured(f"{name}={value!r} is not usable. Allowed: {allowed}.")


def read_switch(name: str, *, default: bool) -> bool:
    """A yes-or-no variable. Empty counts as unset."""
    value = env.str(name, default="").strip()
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    if not value:
        return default
    if value.lower() not in words:
        raise refuse(name, value, "true, yes, on, 1, false, no, off or 0")
    return words[value.lower()]


def read_site_url(*, default: str) -> str:
    """The public address of the site: scheme and host, without a path or a closing slash."""
    value = env.str("SITE_URL", default="").strip() or default
    allowed = "an address like https://news.example.org, with http or https and no path"
    try:
        parts = urlsplit(value)
        _ = parts.port  # an invalid port raises only when it is read
    except ValueError as error:
        raise refuse("SITE_URL", value, allowed) from error
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not parts.hostname or extra:
        raise refuse("SITE_URL", value, allowed)
    return f"{parts.scheme}://{parts.netloc}"


def read_mail() -> dict[str, Any]:
    """Django's settings for the server that sends mail, and the address that it comes from."""
    value = env.str("EMAIL_URL", default="").strip()
    sender = env.str("EMAIL_FROM", default="").strip()
    settings: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender} if sender else {}
    if not value:
        return settings
    schemes = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail")
    allowed = "an address like smtp+tls://name:password@mail.example.org:587"
    if value.partition(":")[0] not in schemes:
        raise refuse("EMAIL_URL", value.partition(":")[0] + ":…", allowed)
    return {**settings, **env.email_url_config(value)}


def read_hosts(*, default: list[str]) -> list[str]:
    """Host names that requests may be addressed to, separated by commas."""
    value = env.str("ALLOWED_HOSTS", default="").strip()
    if not value:
        return default
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if not hosts or any(set("/: ") & set(host) for host in hosts if not host.startswith("[")):
        raise refuse(
            "ALLOWED_HOSTS", value, "host names separated by commas, without scheme, port or path"
        )
    return hosts


def read_old_sites() -> list[str]:
    """Host names of the sites that moved here, separated by commas, in lower case."""
    value = env.str("REDIRECT_OLD_PATHS_OF", default="")
    hosts = [host.strip().lower().rstrip(".") for host in value.split(",") if host.strip()]
    if any(set("/: *@?#") & set(host) for host in hosts):
        allowed = "host names separated by commas, without scheme, port or path"
        raise refuse("REDIRECT_OLD_PATHS_OF", value, allowed)
    return hosts


def read_number(name: str, *, default: int) -> int:
    """A whole number that is not negative."""
    value = env.str(name, default="").strip()
    if value and not (value.isascii() and value.isdigit()):
        raise refuse(name, value, f"a whole number, or unset for {default}")
    return int(value) if value else default


def read_secret_key(*, debug: bool) -> str:
    """The key that signs sessions. Only a development site may leave it unset."""
    value: str = env.str("SECRET_KEY", default="")
    if value:
        return value
    if debug:
        return "insecure-key-for-development-only-set-SECRET_KEY-to-something-private"
    raise ImproperlyConfigured(
        "SECRET_KEY is not set, and DEBUG is off. Set it to 50 or more random characters, such as "
        "the output of: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )


def read_database() -> dict[str, Any]:
    """PostgreSQL: the server that DATABASE_URL names, or a private one that starts by itself."""
    value = env.str("DATABASE_URL", default="").strip()
    # One idle connection is kept; a page uses one, so ten serve ten threads of a web process.
    pool = {"min_size": 1, "max_size": 10, "timeout": 10, "connection_class": LimitedConnection}
    if not value:
        return {
            "ENGINE": "newsroom.embedded_postgres",
            "NAME": "newsroom",
            "DATA_FOLDER": BASE_DIR / "var" / "postgres",
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"pool": pool},
        }
    allowed = "postgres://USER:PASSWORD@HOST:PORT/NAME, or unset for the private server"
    try:
        database = dict(env.db_url_config(value))
    except (ValueError, ImproperlyConfigured) as error:
        raise refuse("DATABASE_URL", hide_password(value), allowed) from error
    if database.get("ENGINE") != "django.db.backends.postgresql" or not database.get("NAME"):
        raise refuse("DATABASE_URL", hide_password(value), allowed)
    database["CONN_HEALTH_CHECKS"] = True
    defaults = {"pool": pool, "connect_timeout": CONNECT_SECONDS}
    database["OPTIONS"] = defaults | dict(database.get("OPTIONS") or {})
    return database


def read_seconds(name: str, *, default: float) -> float:
    """A time in seconds, fractions of one included; 0 is for no limit. Empty counts as unset."""
    value = env.str(name, default="").strip()
    try:
        seconds = float(value or default)
    except ValueError as error:
        raise refuse(name, value, "seconds, such as 3 or 0.5, or 0 for no limit") from error
    if not 0 <= seconds <= 3600:
        raise refuse(name, value, "seconds up to 3600, or 0 for no limit")
    return seconds


def hide_password(address: str) -> str:
    """The address without its password, for a log."""
    before, at, after = address.rpartition("@")
    scheme, slashes, login = before.partition("://")
    return f"{scheme}{slashes}{login.partition(':')[0]}:...{at}{after}" if at else address


def read_cache() -> dict[str, Any]:
    """The cache that CACHE_URL names, or the memory of each process."""
    value = env.str("CACHE_URL", default="").strip()
    if not value:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # Counts and rendered parts of pages, some 10 kB each; Django's 300 would be full at
            # the 150th story.
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
    if value.partition("://")[0] not in {"redis", "rediss", "locmemcache", "dummycache"}:
        raise refuse(
            "CACHE_URL",
            hide_password(value),
            "redis://HOST:PORT/NUMBER, rediss://..., locmemcache:// or dummycache://",
        )
    cache = dict(env.cache_url_config(value))
    if cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
        cache["BACKEND"] = "newsroom.resilience.failsafe_cache.FailsafeRedisCache"
        cache["OPTIONS"] = SHORT_PATIENCE | dict(cache.get("OPTIONS") or {})
    return cache


# --- The site ------------------------------------------------------------------------------------

DEBUG = read_switch("DEBUG", default=True)
SECRET_KEY = read_secret_key(debug=DEBUG)
SITE_NAME = env.str("SITE_NAME", default="").strip() or "Newsroom"
SITE_URL = read_site_url(default="http://127.0.0.1:8000")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = read_hosts(
    default=[f"[{SITE_HOST}]" if ":" in SITE_HOST else SITE_HOST]
    + (["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
)
# Sites that moved here: their stories' old paths redirect to the stories.
REDIRECT_OLD_PATHS_OF = read_old_sites()

INSTALLED_APPS = [
    "articles",
    "articles.admin_site.DeskConfig",  # Django's admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "taggit",
    "django_filters",
    "django_htmx",
    "csp",
    "reversion",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "newsroom.resilience.probes.ProbeMiddleware",
    "newsroom.resilience.statement_limits.DatabaseLimitsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.language.AddressLanguageMiddleware",
    # Outside the one that adds a missing slash: what the site itself answers comes first.
    "articles.public.views.old_paths.OldPathsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        ("newsroom.template_loader.UnindentedLoader", [BASE_DIR / "templates"]),
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Invitations and forgotten passwords: without a server for mail, links are shown to be passed on.
SENDS_MAIL = bool(env.str("EMAIL_URL", default="").strip())
vars().update(read_mail())

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Storage -------------------------------------------------------------------------------------

DATABASES = {"default": read_database()}
# Seconds after which a statement for a reader's page is cancelled, and the reader gets an error.
READER_STATEMENT_TIMEOUT = read_seconds("READER_STATEMENT_TIMEOUT", default=3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": read_cache()}
# Whole pages, some 20 kB each, in the memory of each process even where the cache is a shared one.
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 1000},
}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.dummy.DummyCache":
    CACHES["pages"] = CACHES["default"]  # nothing is to be cached at all

MEDIA_URL = "media/"
MEDIA_ROOT = BASE_DIR / (env.str("MEDIA_ROOT", default="").strip() or "var/media")

# What editors upload waits here until it is imported: never served, and shared with the worker.
UPLOAD_ROOT = BASE_DIR / (env.str("UPLOAD_ROOT", default="").strip() or "var/uploads")
UPLOAD_MOST_BYTES = 250_000_000  # of one upload; more goes by `import_dump`
UPLOAD_MOST_FILES = 100  # as Django has it; more go in a ZIP

# What one record of an untrusted file, or one job of the desk, may cost; 0 is no limit.
IMPORT_MEMORY_LIMIT = read_number("IMPORT_MEMORY_LIMIT", default=2048)  # MiB
RECORD_TIME_LIMIT = read_number("RECORD_TIME_LIMIT", default=60)  # seconds
IMPORT_TIME_LIMIT = read_number("IMPORT_TIME_LIMIT", default=900)  # seconds, on the desk

# Seconds that the current batch may still take after Ctrl-C or SIGTERM. It takes one or two, and
# service managers wait for ten before they kill.
STOP_TIMEOUT = read_number("STOP_TIMEOUT", default=8)

# Done by `manage.py work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names that carry a digest let browsers keep a file for ever; they need `collectstatic`,
        # which a developer should not have to run after each change of a style sheet.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.static_files.HashedStaticFiles",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

TAGGIT_CASE_INSENSITIVE = True

# A picture is kept in these formats 400, 800 and 1600 pixels wide (a half and the whole of the
# text's width, and twice that for fine screens), as far as it is that wide itself. They are made
# as it is saved. `manage.py render_pictures` renders them again.
PICTURES = {
    "FILE_TYPES": ["AVIF", "WEBP"],
    "CONTAINER_WIDTH": 800,
    "GRID_COLUMNS": 2,
    "PIXEL_DENSITIES": [1, 2],
    "BREAKPOINTS": {"phone": 576},
    "USE_PLACEHOLDERS": False,
    "PROCESSOR": "articles.images.make_versions",
}

# --- Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# The interface's languages: those with a complete translation. Articles may be in any.
LANGUAGES = [("en", "English"), ("ar", "Arabic")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Safety --------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

SERVED_OVER_TLS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SERVED_OVER_TLS
SESSION_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_TLS else 0  # a year, as browsers' lists ask
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_OVER_TLS
SECURE_HSTS_PRELOAD = SERVED_OVER_TLS

# An article with 200 captions posts some 2,000 fields; Django's limit of 1,000 would refuse it, and
# the editor would lose the text. Its 2.5 MB would likewise refuse a body of 30,000 list items.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 25_000_000

# A form whose token is not valid any more shows what was sent.
CSRF_FAILURE_VIEW = "articles.public.views.expired_form.csrf_failure"

# A URLField takes "example.org" to mean https, as it will by default from Django 6 on.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Logs ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        # Standard error: standard output belongs to what a command prints for its caller.
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "newsroom": {"level": "INFO"},
        "articles": {"level": "INFO"},
        # Django's own set-up hides errors from the console, and mails them, when DEBUG is off.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
    },
}

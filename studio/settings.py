"""All settings, and the only file that reads the environment; docs/settings.md lists every variable."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from exporter.providers import PROVIDERS, Provider


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f'{name} is "{value}"; expected 1 or 0.')


def env_int(name: str, default: int, minimum: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected a whole number.') from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name} is {number}; the smallest allowed is {minimum}.")
    return number


def env_float(name: str, default: float, minimum: float) -> float:
    value = os.environ.get(name, "").strip()
    try:
        number = float(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected a number.') from None
    if not minimum <= number < float("inf"):
        raise ImproperlyConfigured(f"{name} is {number:g}; the smallest allowed is {minimum:g}.")
    return number


def env_list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def variables_of(provider: Provider) -> list[str]:
    """The variables that a provider's clients read."""
    extra = [argument.variable for argument in provider.environment_arguments]
    return [*provider.key_variables, provider.base_url_variable, *provider.address_variables, *extra]


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name, "").strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f'{name} is "{value}"; expected one of {", ".join(choices)}.')
    return value


def env_secret(name: str) -> str | None:
    """A secret from the variable, or from the file that `NAME_FILE` names, as containers mount them."""
    if path := os.environ.get(f"{name}_FILE", "").strip():
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            reason = f'{name}_FILE names "{path}", which cannot be read: {error.strerror}.'
            raise ImproperlyConfigured(reason) from None
    return os.environ.get(name, "").strip() or None


def sqlite_database(path: str | Path) -> dict[str, Any]:
    """Readers never wait, and a writer asks for its turn at once instead of failing in the middle."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def postgres_database(url: str) -> dict[str, Any]:
    """What follows a "?" in the address goes to libpq, as `sslmode=require`."""
    try:
        parts = urlsplit(url)
        port = parts.port
        name = unquote(parts.path.removeprefix("/"))
    except ValueError:
        name = ""
    if not name or parts.scheme not in ("postgres", "postgresql"):
        # The value is not repeated: it holds a password.
        expected = "postgres://user:password@host:port/name"
        raise ImproperlyConfigured(f"STUDIO_DATABASE_URL is no PostgreSQL address; expected {expected}.")
    # A request has a thread of its own while it lasts, so connections are kept in a pool, not in threads.
    pool = {"min_size": 1, "max_size": 20, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": pool, **dict(parse_qsl(parts.query))},
    }


def redis_address(url: str | None) -> str | None:
    if url is not None:
        from redis.asyncio.connection import parse_url  # where there is no Redis, nothing of it is loaded

        try:
            parse_url(url)
        except ValueError:
            # Neither the value nor its reason is repeated: they may hold a password.
            expected = "expected redis://user:password@host:port/0"
            raise ImproperlyConfigured(f"STUDIO_REDIS_URL is no Redis address; {expected}.") from None
    return url


def local_secret_key(path: Path) -> str:
    """The key of this machine's studio, made at the first start; O_EXCL so that two first starts agree."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8")


BASE_DIR = Path(__file__).resolve().parent.parent

# Local mode is one person on their own machine: nothing to configure, and nobody else can connect.
STUDIO_LOCAL = env_bool("STUDIO_LOCAL", default=True)
STUDIO_MAX_BODY_BYTES = env_int("STUDIO_MAX_BODY_BYTES", default=2 * 1024 * 1024, minimum=1024)
STUDIO_WORKERS = env_int("STUDIO_WORKERS", default=2, minimum=1)

DEBUG = False  # Never: a visitor sees our pages, and the log has the stack trace.

if STUDIO_LOCAL:
    SECRET_KEY = env_secret("STUDIO_SECRET_KEY") or local_secret_key(BASE_DIR / ".cache" / "secret_key")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
else:
    SECRET_KEY = env_secret("STUDIO_SECRET_KEY") or ""
    if not SECRET_KEY:
        raise ImproperlyConfigured("STUDIO_SECRET_KEY is needed when STUDIO_LOCAL is off.")
    ALLOWED_HOSTS = [host.strip() for host in os.environ.get("STUDIO_HOSTS", "").split(",") if host.strip()]
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("STUDIO_HOSTS names the hosts to answer for when STUDIO_LOCAL is off.")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
    "studio",
    "agents_runtime",
]
AUTH_USER_MODEL = "studio.User"
MIDDLEWARE = [
    "studio.middleware.Security",
    "studio.middleware.ContentSecurityPolicy",
    "studio.middleware.ApiErrors",
    "studio.middleware.Common",
    "studio.middleware.StaticFiles",
    "studio.middleware.Session",
    "studio.middleware.Csrf",
    "studio.middleware.Authentication",
    "studio.signed_in.person_middleware",
    "studio.middleware.XFrameOptions",
]
ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "studio.views.context.studio",
            ]
        },
    }
]

DATA_UPLOAD_MAX_MEMORY_SIZE = STUDIO_MAX_BODY_BYTES

if database_url := env_secret("STUDIO_DATABASE_URL"):
    DATABASES = {"default": postgres_database(database_url)}
else:
    database_path = os.environ.get("STUDIO_DATABASE", "").strip() or BASE_DIR / "studio.sqlite3"
    DATABASES = {"default": sqlite_database(database_path)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist", BASE_DIR / "static" / "images"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# --- The playground: where runs execute, and what they may reach ---

STUDIO_REDIS_URL = redis_address(env_secret("STUDIO_REDIS_URL"))
STUDIO_DISPATCH = env_choice("STUDIO_DISPATCH", "local", ("local", "queue"))
if STUDIO_DISPATCH == "queue":
    INSTALLED_APPS.append("procrastinate.contrib.django")
STUDIO_GRACE_SECONDS = env_float("STUDIO_GRACE_SECONDS", default=90.0, minimum=0.5)
STUDIO_MAX_RUNS = env_int("STUDIO_MAX_RUNS", default=100, minimum=1)
STUDIO_MAX_VIEWERS = env_int("STUDIO_MAX_VIEWERS", default=2000, minimum=1)
STUDIO_EVENT_DAYS = env_int("STUDIO_EVENT_DAYS", default=30, minimum=0)
STUDIO_METRICS_TOKEN = env_secret("STUDIO_METRICS_TOKEN")
STUDIO_OUTBOUND_ALLOW = env_list("STUDIO_OUTBOUND_ALLOW")
# Keys and addresses of providers, under their customary names. They go to their providers and nowhere else.
PROVIDER_ENVIRONMENT = {
    name: os.environ[name]
    for provider in PROVIDERS.values()
    for name in variables_of(provider)
    if os.environ.get(name, "").strip()
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # CodeMirror makes one style element of its own; it gets the page's nonce.
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = not STUDIO_LOCAL

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"

LOG_FORMAT = env_choice("STUDIO_LOG_FORMAT", "text" if STUDIO_LOCAL else "json", ("text", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"},
        "json": {"()": "studio.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "stdout": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "stream": "ext://sys.stdout",
        },
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "daphne": {"level": "WARNING"},  # Otherwise a line for every step of its start.
        "procrastinate": {"level": "WARNING"},  # Otherwise three lines for every run.
        # Otherwise a line for every request and every socket, with its query. Whatever its options say, its
        # other lines look like ours.
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.error": {"level": "WARNING"},
        "uvicorn.access": {"handlers": [], "propagate": False},
        # Whoever starts a worker waits for the line that says it is ready.
        "agents_runtime.management.commands.run_worker": {
            "handlers": ["stdout"],
            "level": "INFO",
            "propagate": False,
        },
        # Otherwise a line for every request to a provider, with an address that a manifest may have named.
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
    },
    "root": {
        "handlers": ["console"],
        "level": env_choice("STUDIO_LOG_LEVEL", "info", ("debug", "info", "warning", "error")).upper(),
    },
}

"""Every setting, read once from the environment (`TABARD_...`), checked whole at start.

The same file runs everywhere: with an empty environment it is safe on one machine with SQLite. Each setting is
described in docs/settings.md. A value can come from a file: set `TABARD_NAME_FILE` to its path.
"""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import NONE, SELF
from environs import ValidationError

from tabard import __version__
from tabard.lib.environment import (
    Environment,
    above_zero,
    certificates,
    contact_address,
    json_object,
    one_of,
    redis_address,
    site_address,
    time_zone,
    web_address,
)
from tabard.lib.logs import without_words
from tabard.lib.mail.servers import MailUrlRefused, check_mail_url

env = Environment()

BASE_DIR = Path(__file__).resolve().parent
DATA_FOLDER = Path(env.str("DATA_FOLDER", default="var")).resolve()
_address_given = env.str("BASE_URL", default="http://127.0.0.1:8000", validate=site_address)
BASE_URL: str = (_address_given or "").rstrip("/")
VERSION = __version__


def _is_mail_url(url: str) -> None:
    try:
        check_mail_url(url)
    except MailUrlRefused as error:
        raise ValidationError(str(error)) from error


# -- the force -------------------------------------------------------------------------------------------------------
SITE_NAME: str = env.str("SITE_NAME", default="Peelborough Police")
EMERGENCY_NUMBER: str = env.str("EMERGENCY_NUMBER", default="999")
NON_EMERGENCY_NUMBER: str = env.str("NON_EMERGENCY_NUMBER", default="101")
EMERGENCY_TEXT_URL: str = env.str("EMERGENCY_TEXT_URL", default="", validate=web_address)
TIME_ZONE: str = env.str("TIME_ZONE", default="Europe/London", validate=time_zone)
LANGUAGES = [("en-gb", "English")]
LANGUAGE_CODE: str = env.str("LANGUAGE", default="en-gb", validate=one_of(*dict(LANGUAGES)))
FORMAT_MODULE_PATH = "tabard.plant.design.formats"

# -- security --------------------------------------------------------------------------------------------------------
SECRET_KEY: str = env.str("SECRET_KEY", default="")  # without one: see the end
DEBUG: bool = env.bool("DEBUG", default=False)
_address = urlsplit(BASE_URL)
_is_https = _address.scheme == "https"
ALLOWED_HOSTS = [_address.hostname or "", "localhost", "127.0.0.1", *env.list("ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_SSL_REDIRECT = False  # the proxy in front does it, and must for /healthz to answer over plain HTTP inside
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign an officer out of every link in a mail
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "tabard.front.web.views.expired_form"
SESSION_COOKIE_AGE = 60 * 60 * 12
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", default="", validate=contact_address)
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
ALLOW_PRIVATE_ADDRESSES: bool = env.bool("ALLOW_PRIVATE_ADDRESSES", default=False)
CA_FILE: str = env.str("CA_FILE", default="", validate=certificates)
INBOX_PER_HOST: int = env.int("INBOX_PER_HOST", default=6_000, validate=above_zero)
INBOX_PER_ACTOR: int = env.int("INBOX_PER_ACTOR", default=300, validate=above_zero)
UPLOAD_LIMIT_BYTES: int = env.int("UPLOAD_LIMIT_BYTES", default=16_000_000, validate=above_zero)

# -- the house -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "tabard",
    "tabard.front.web",
    "tabard.front.desk",
    "tabard.front.sample",
    "tabard.gateways.activitypub",
    "tabard.gateways.mastodon_api",
    "tabard.gateways.email",
    "tabard.gateways.feeds",
    "tabard.gateways.police_uk",
    "tabard.occasions.tweetathon",
    "tabard.services.events",
    "tabard.voice.timelines",
    "tabard.voice.network",
    "tabard.voice.posts",
    "tabard.voice.guidelines",
    "tabard.voice.follows",
    "tabard.people.teams",
    "tabard.people.places",
    "tabard.people.accounts",
    "tabard.plant.upkeep",
    "tabard.plant.stream",
    "tabard.plant.delivery",
    "tabard.plant.changes",
    "tabard.plant.audit",
    "tabard.plant.media",
    "tabard.plant.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "oauth2_provider",
    "django_linear_migrations",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "tabard.gateways.mastodon_api.middleware.readable_by_apps",
    "tabard.plant.upkeep.middleware.HonestErrors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tabard.people.accounts.middleware.SecondFactorFirst",
    "tabard.plant.upkeep.door.NoNul",
]
ROOT_URLCONF = "tabard.urls"
ASGI_APPLICATION = "tabard.asgi.application"
WIRING = "tabard.wiring"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tabard.plant.design.context.frame",
                "tabard.front.desk.context.waiting",
            ],
        },
    }
]
FORM_RENDERER = "tabard.plant.design.forms.FormRenderer"

# -- people and sign-in: see also people/accounts ----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
ACCOUNT_ADAPTER = "tabard.people.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # the adapter keeps sign-up shut
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # who has no account gets no mail; the page says the same to all
ACCOUNT_FORMS = {
    "login": "tabard.people.accounts.forms.LoginForm",
    "reset_password": "tabard.people.accounts.forms.ResetPasswordForm",
    "request_login_code": "tabard.people.accounts.forms.RequestLoginCodeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
MFA_ADAPTER = "tabard.people.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # one period early or late, for clocks that go wrong
MFA_FORMS = {
    "authenticate": "tabard.people.accounts.forms.AuthenticateForm",
    "reauthenticate": "tabard.people.accounts.forms.ReauthenticateForm",
    "activate_totp": "tabard.people.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "tabard.people.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "tabard.people.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "tabard.people.accounts.forms.ReauthenticatePasskeyForm",
    "login_webauthn": "tabard.people.accounts.forms.LoginPasskeyForm",
}
# A force's own directory, by OpenID Connect: who is invited may come in through it, and nobody else.
OIDC_SERVER_URL: str = env.str("OIDC_SERVER_URL", default="", validate=web_address)
OIDC_TRUST_EMAIL: bool = env.bool("OIDC_TRUST_EMAIL", default=False)
SOCIALACCOUNT_ADAPTER = "tabard.people.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "directory",
                "name": env.str("OIDC_NAME", default="the force’s directory"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
if OIDC_SERVER_URL:  # the sign-in form is answered by a redirect to the directory, which browsers hold to form-action
    _directory = urlsplit(OIDC_SERVER_URL)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_directory.scheme}://{_directory.netloc}")
# Phone apps: see gateways/mastodon_api. Rows of ours stand beside these.
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER_GRANT_MODEL = "oauth2_provider.Grant"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "oauth2_provider.AccessToken"  # noqa: S105  the name of a table
OAUTH2_PROVIDER = {
    "SCOPES_BACKEND_CLASS": "tabard.gateways.mastodon_api.scopes.Scopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 60 * 60 * 24 * 365,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60 * 10,
    "PKCE_REQUIRED": False,  # most phone apps do not know it yet; where it is used, it is enforced
    **{f"COMPLIANT_BCP_RFC9700_{gate}": True for gate in ("TOKEN_STORAGE", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT")},
}

# -- the database and the queues -----------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_database: dict[str, Any] = env.dj_db_url("DATABASE_URL", default=f"sqlite:///{DATA_FOLDER / 'tabard.sqlite3'}") or {}
_pool: int = env.int("DATABASE_POOL", default=16, validate=above_zero)
_SQLITE, _POSTGRESQL = _ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
if _database.get("ENGINE") == _SQLITE:
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",  # erased: zeros
    }
elif _database.get("ENGINE") == _POSTGRESQL:
    _database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": _pool}
if _database.get("ENGINE") not in _ENGINES or not _database["NAME"]:
    env.refuse("DATABASE_URL", "write an address as postgresql://tabard:password@db.example/tabard")
DATABASES = {"default": _database}
REDIS_URL: str = env.str("REDIS_URL", default="", validate=redis_address)
TASK_BACKEND: str = env.str("TASK_BACKEND", default="database", validate=one_of("database", "rq"))
if TASK_BACKEND == "rq" and not REDIS_URL:
    env.refuse("TASK_BACKEND", "rq needs TABARD_REDIS_URL, for instance redis://127.0.0.1:6379/0")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_rq.RQBackend" if TASK_BACKEND == "rq" else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}
if TASK_BACKEND == "rq":
    INSTALLED_APPS.append("django_rq")
    RQ_QUEUES = {"default": {"URL": REDIS_URL}}
WORKER_THREADS: int = env.int("WORKER_THREADS", default=4, validate=above_zero)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tabard"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# -- files -------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_FOLDER", default=str(DATA_FOLDER / "static"))).resolve()
MEDIA_ROOT, MEDIA_URL = DATA_FOLDER / "media", "/pictures/"
S3_BUCKET: str = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="", validate=web_address) or None,
            "access_key": env.str("S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("S3_SECRET_KEY", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "default_acl": None,
            "querystring_auth": False,
            "file_overwrite": False,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}

# -- mail --------------------------------------------------------------------------------------------------------------
# As submission://user:password@mail.example:587; empty writes mail to a folder that the digital lead can read.
EMAIL_URL: str = env.str("EMAIL_URL", default="", validate=lambda url: _is_mail_url(url) if url else None)
EMAIL_FOLDER = DATA_FOLDER / "mail"
if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "tabard.gateways.email.folder.FolderBackend"
if _backend := env.str("EMAIL_BACKEND", default=""):
    EMAIL_BACKEND = _backend
ANYMAIL: Any = env.json("ANYMAIL", default={}, validate=json_object)
EMAIL_TIMEOUT = 20
EMAIL_BOUNCE_ADDRESS: str = env.str("EMAIL_BOUNCE_ADDRESS", default="")
DEFAULT_FROM_EMAIL: str = env.str("EMAIL_FROM", default=f"Neighbourhood teams <teams@{_address.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- what is logged: never a position, an address, a secret or a resident's words --------------------------------------
LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO", validate=one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOG_JSON: bool = env.bool("LOG_JSON", default=False)
_shared_processors: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_words,
]
structlog.configure(
    processors=[*_shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer() if LOG_JSON else structlog.dev.ConsoleRenderer(colors=False),
            ],
            "foreign_pre_chain": _shared_processors,
        }
    },
    "filters": {name: {"()": f"tabard.lib.logs.{name}"} for name in ("RouteForPath", "WithoutRefusedHandshakes")},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["RouteForPath"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        **{name: {"level": "ERROR"} for name in ("django.request", "django.security", "django.server")},
        **{name: {"level": "WARNING"} for name in ("django_tasks", "django_tasks_db", "uvicorn.access")},
        "uvicorn.error": {"filters": ["WithoutRefusedHandshakes"]},
    },
}

try:
    DATA_FOLDER.mkdir(parents=True, exist_ok=True)
except OSError:
    env.refuse("DATA_FOLDER", "write the path of a folder that Tabard may write in")
else:
    try:
        STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    except OSError:
        env.refuse("STATIC_FOLDER", "write the path of a folder that is there, or that Tabard may make")
env.seal()  # after all is read: every mistake is told at once, and nothing starts


def _kept_secret_key() -> str:
    """Made at the first start, and kept beside the data."""
    kept = DATA_FOLDER / "secret-key"
    if not kept.exists():
        fresh = kept.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.rename(kept) if not kept.exists() else fresh.unlink()
    return kept.read_text().strip()


SECRET_KEY = SECRET_KEY or _kept_secret_key()

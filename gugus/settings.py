"""All settings of the portal; what differs between machines comes from `gugus.env`."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from gugus.env import load

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = load()
PRODUCTION, DEMO = ENV.production, ENV.demo
DEBUG = False
VERSION = "0.1.0"

SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.allowed_hosts)
SITE_URL = ENV.site_url
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_include_bootstrap",
    "django_tables2",
    "guardian",
    "import_export",
    "template_partials",
    "gugus.core",
    "gugus.accounts",
    "gugus.documents",
    "gugus.notices",
    "gugus.dashboard",
    "gugus.vulnerability",
    "gugus.publication",
    "gugus.operations",
    "gugus.demo",
    "members",
    "rad",
    "meetings",
    "cases",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gugus.core.middleware.BrowserWallMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gugus.operations.middleware.ObservedMiddleware",
    "gugus.core.middleware.MethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gugus.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gugus.accounts.middleware.SessionLimitMiddleware",
    "gugus.core.middleware.ActingMiddleware",
    "gugus.core.middleware.UnfitValueMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gugus.accounts.middleware.SessionTrackMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "gugus.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "gugus.urls"
WSGI_APPLICATION = "gugus.wsgi.application"
DEFAULT_EXCEPTION_REPORTER = "gugus.core.reports.QuietReporter"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gugus.core.context_processors.page",
            ],
        },
    }
]
FORM_RENDERER = "gugus.core.forms.FormRenderer"

# Database: the role follows the process (web, worker, owner); ATOMIC_REQUESTS and the middleware's own
# transaction belong together (assurance.md §4: either alone loses writes or rows).
DATABASES = {"default": ENV.database() | {"ATOMIC_REQUESTS": True}}
# A plan made for a national user must not be reused for a tiny one (row_security.md, pitfall 4).
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = None
CACHES = {
    # Lock-outs and throttles live in the database, so that losing Redis never loses a lock.
    # Django's default of 300 entries would let a stranger push a lock out by failing 300 other names.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHORITY = "members.selectors.authority_today"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gugus.accounts.passwords.LocalWordsValidator"},
]
# Rights are asked of `User.has_perm`, which reads guardian's tables by today's groups; its backend would add
# model-level rights, which open nothing here.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "gugus.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no letter
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, the one that changed it stays
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Six failures lock the pair of address and account for 30 minutes (assurance.md §3, sessions): allauth counts
# by the key that gugus.accounts.adapter makes of both, gugus.accounts.lockout keeps the time.
ACCOUNT_RATE_LIMITS = {"login_failed": "6/30m/key,60/30m/ip"}
ACCOUNT_FORMS = {
    "login": "gugus.accounts.allauth_forms.LoginForm",
    "reauthenticate": "gugus.accounts.allauth_forms.ReauthenticateForm",
    "change_password": "gugus.accounts.allauth_forms.ChangePasswordForm",
    "reset_password": "gugus.accounts.allauth_forms.ResetPasswordForm",
    "reset_password_from_key": "gugus.accounts.allauth_forms.ResetPasswordKeyForm",
    "user_token": "gugus.accounts.allauth_forms.UserTokenForm",
}
MFA_ADAPTER = "gugus.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "gugus.accounts.allauth_forms.AuthenticateForm",
    "reauthenticate": "gugus.accounts.allauth_forms.ReauthenticateCodeForm",
    "activate_totp": "gugus.accounts.allauth_forms.ActivateTOTPForm",
    "add_webauthn": "gugus.accounts.allauth_forms.AddWebAuthnForm",
    "edit_webauthn": "gugus.accounts.allauth_forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portal Gugus Tugas TPPO"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation's link is the proof of the address
SECOND_FACTOR_REQUIRED = not DEMO
USERSESSIONS_TRACK_ACTIVITY = True
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # an invitation's link; a reset's lives an hour (accounts.tokens)

SESSION_COOKIE_AGE = 30 * 60  # idle limit
SESSION_SAVE_EVERY_REQUEST = True
SESSION_ABSOLUTE_AGE = 12 * 3600
# With the prefix a browser takes the cookie from this very host over TLS only: no sibling host can plant one.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}bahasa"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Browser-side walls
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Passkeys and the copy button are all the portal asks of a device.
BROWSER_WALL = {
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION
TRUSTED_PROXIES = 1 if PRODUCTION else 0  # Caddy of docker-compose.yml
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^sehat/$", r"^siap/$", r"^metrik/$"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION

# Language and numbers: Indonesian is the source, English the one catalogue.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = True

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = ENV.media_root
STORAGES = {
    "default": {"BACKEND": "gugus.core.crypto.storage.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# What browsers ask for unasked (/favicon.ico beside a PDF) is answered before any session or token: a page
# "not found" would set the token anew while the sign-in page that carries the old one is being filled in.
WHITENOISE_ROOT = BASE_DIR / "gugus/core/webroot"
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o600
# Named, since Python looks for a place by writing into each it knows: on a full disk it finds none.
FILE_UPLOAD_TEMP_DIR = "/tmp"  # noqa: S108 – files in it have names nobody can guess
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
UPLOAD_MAX_BYTES = 20 * 2**20

# Mail: EMAIL_BACKEND, EMAIL_HOST, … as one address names them
globals().update(ENV.email)

# Work outside the request
CELERY_BROKER_URL = ENV.redis_url() or "redis://127.0.0.1:1/0"
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_DEFAULT_QUEUE = "bulk"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # longer than any task's time limit
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "global_keyprefix": f"{DATABASES['default']['NAME']}:",  # one server may carry several portals
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "requeue stale jobs": {"task": "core.jobs_sweep", "schedule": 60.0, "options": {"queue": "urgent"}},
    "seal": {"task": "core.seal", "schedule": 60.0, "options": {"queue": "urgent", "expires": 50}},
    "purge exports": {
        "task": "cases.exports_purge",
        "schedule": 3600.0,
        "options": {"queue": "bulk", "expires": 3000},
    },
    # Whatever a stopped worker missed is in the rows; its old messages would only repeat the question.
    "clocks": {"task": "cases.clocks", "schedule": 300.0, "options": {"queue": "bulk", "expires": 240}},
    "case figures": {
        "task": "cases.stats_all",
        "schedule": crontab(hour="2", minute="10"),
        "options": {"queue": "bulk"},
    },
    "figures": {
        "task": "dashboard.freeze",
        "schedule": 300.0,
        "options": {"queue": "bulk", "expires": 240},
    },
    "regional figures": {
        "task": "dashboard.regional_fill_all",
        "schedule": crontab(hour="2", minute="40"),
        "options": {"queue": "bulk"},
    },
    "letters": {
        "task": "meetings.letters_queue",
        "schedule": 60.0,
        "options": {"queue": "bulk", "expires": 50},
    },
    "measure": {
        "task": "operations.measure",
        "schedule": 60.0,
        "options": {"queue": "urgent", "expires": 50},
    },
    "remind": {"task": "notices.remind", "schedule": 300.0, "options": {"queue": "bulk", "expires": 240}},
}

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
DJANGO_TABLES2_TEMPLATE = "django_tables2/table.html"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "gugus.operations.logs.PlainLines"},
        "json": {"()": "gugus.operations.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": ENV.log_format}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gugus": {"level": "INFO"},
        # Refusals are in the audit trail; here they would only repeat paths.
        "django.request": {"level": "ERROR"},
        "celery": {"level": "INFO"},
        # What these say of each task stands in one line of gugus.operations.receivers, without arguments.
        "celery.app.trace": {"level": "CRITICAL"},
        "celery.worker.strategy": {"level": "WARNING"},
        # gunicorn's own handlers would write the address of a request that broke.
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
    },
}

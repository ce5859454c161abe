"""Settings of the desk, read from the environment; every one stands in docs/reference/settings.md."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from amends.site.databases import database
from amends.site.home import home, kept_key

HERE = Path(__file__).resolve().parent
HOME = home()

SECRET_KEY = kept_key("django.key")
CHECKPOINT_KEY = kept_key("checkpoint.key").encode()
REMEDIES_KEY = kept_key("remedies.key").encode()
ACCOUNTS_KEY = kept_key("accounts.key").encode()
DEBUG = os.environ.get("AMENDS_DEBUG") == "1"
IS_DEMONSTRATION = os.environ.get("AMENDS_DEMO") == "1"
ALLOWED_HOSTS = os.environ.get("AMENDS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1")]
IS_SECURE = os.environ.get("AMENDS_SECURE") == "1"
PROXIES = int(os.environ.get("AMENDS_PROXIES") or 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "amends.site.accounts"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "amends.people.apps.PeopleConfig",
    "amends.cases.apps.CasesConfig",
    "amends.channels.email.apps.EmailConfig",
    "amends.channels.billing.apps.BillingConfig",
    "amends.desk.apps.DeskConfig",
    "amends.insight.apps.InsightConfig",
    "amends.site.apps.SiteConfig",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "amends.site.middleware.server_timing",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "amends.site.middleware.for_people_sessions",
    "amends.site.middleware.language",
    "amends.site.middleware.bounded",
    "django.middleware.common.CommonMiddleware",
    "amends.site.middleware.for_people_csrf",
    "amends.site.middleware.for_people_auth",
    "amends.site.middleware.for_people_messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amends.site.middleware.for_people_htmx",
    "amends.site.middleware.seat",
]
ROOT_URLCONF = "amends.site.urls"
WSGI_APPLICATION = "amends.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            HERE / "templates",
            HERE.parent / "page" / "templates",
            HERE.parent / "desk" / "templates",
            HERE.parent / "insight" / "templates",
            HERE.parent / "seat" / "templates",
        ],
        "OPTIONS": {
            "environment": "amends.site.pages.environment",
            "context_processors": ["amends.site.pages.everywhere"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), HOME)}
AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["amends.site.accounts.DeskBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_ADAPTER = "amends.site.accounts.DeskAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("bg", "Български"),
    ("he", "עברית"),
    ("sv", "Svenska"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
]
LOCALE_PATHS = [HERE.parent / "locale"]
LANGUAGE_COOKIE_NAME = "amends_language"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH: list[str] = []

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
ATTACHMENTS = HOME / "attachments"
ATTACHMENT_MOST_BYTES = 20 * 1024 * 1024
REQUEST_MOST_BYTES = 128 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

SMTP_URL = os.environ.get("AMENDS_SMTP_URL", "")
PUBLIC_URL = os.environ.get("AMENDS_PUBLIC_URL", "").rstrip("/")
REMEDIES_URL = os.environ.get("AMENDS_REMEDIES_URL", "")
ACCOUNT_NEW_DAYS = int(os.environ.get("AMENDS_ACCOUNT_NEW_DAYS", "30"))
CONTACT_STALE_DAYS = int(os.environ.get("AMENDS_CONTACT_STALE_DAYS", "180"))
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
PRODUCT_NAME = _("Amends")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "amends.site.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"file": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["file"], "level": "WARNING"},
}

"""The settings of a small platform: its database and the service come from the environment."""

import json
import os
from pathlib import Path

SECRET_KEY = "not secret: of the tests"
DEBUG = os.environ.get("PLATFORM_DEBUG") == "1"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "platform_site.urls"
DATABASES = json.loads(os.environ["PLATFORM_DATABASES"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
MEDIA_ROOT = str(Path(os.environ["PLATFORM_FOLDER"]) / "media")
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "tipline.integrations.django_filing",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
if "PLATFORM_FILING" in os.environ:
    TIPLINE_FILING = json.loads(os.environ["PLATFORM_FILING"])

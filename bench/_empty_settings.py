"""Tabard's own settings with one address more, `/empty`."""

from tabard.settings import *  # noqa: F403  settings are names in a module

ROOT_URLCONF = "bench._empty_urls"

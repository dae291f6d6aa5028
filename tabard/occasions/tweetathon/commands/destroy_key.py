"""`tabard tweetathon destroy-key`: what makes other names for authors is thrown away, and the day is closed."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from tabard.occasions.tweetathon.keeping.store import NoStore, Store, store_of


def run(stdout: OutputWrapper, _stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    try:
        Store.opened(store_of(options["event"])).destroy_key()
    except NoStore as error:
        raise CommandError(str(error)) from None
    stdout.write("The key is destroyed. Copies of it in backups have to be destroyed as well.")

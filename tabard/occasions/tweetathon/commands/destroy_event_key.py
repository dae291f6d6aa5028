"""`tabard tweetathon destroy-key`: the end of an event, after which nobody can find out who its authors were."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from tabard.occasions.tweetathon.keeping.store import NoStore, Store, store_of


def run(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    if not options["yes"]:
        raise CommandError("This cannot be undone, and no post can be taken in afterwards. If you are sure, add --yes")
    try:
        Store.opened(store_of(options["event"])).destroy_key()
    except (NoStore, OSError) as error:
        raise CommandError(str(error)) from None
    stdout.write("The key is destroyed. Destroy it in every backup too; the figures stay.")

"""Finds functions, methods, properties and classes that nothing of the product uses (vulture, down to 60 % sure).

Tests do not count as users. Templates and settings do: a word in one may name a method or a class. What Django or
another library calls by name stands in CALLED_BY_OTHERS, with who calls it.
"""

import re
import sys
from fnmatch import fnmatch
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[A-Za-z_]\w+")
DEAD_KINDS = {"function", "method", "property", "class", "import", "unreachable_code"}
CALLED_BY_OTHERS = {
    "Meta", "Command", "Migration", "*Config",  # Django, by their place
    "add_arguments", "handle", "clean_*", "get_short_name", "_get_session_auth_hash", "process_exception",
    "process_view", "process_request", "send_messages", "prepare_value", "main_help_text",  # Django, by their name
    "handle_starttag", "handle_endtag", "handle_data",  # html.parser
    "collect", "_install_signal_handlers",  # prometheus_client, rq
    "validate_grant_type", "_get_extra_credentials", "get_all_scopes", "get_available_scopes",
    "get_default_scopes",  # django-oauth-toolkit and oauthlib
    "to_url",  # Django's converters of addresses
    "UploadedFile",  # generic to the type checker alone, so that it stands in quotes
    "listening_to",  # tests only: nowhere else can it be seen that a closed page leaves nothing behind
}  # fmt: skip


def main() -> None:
    found = Vulture(
        ignore_names=sorted(CALLED_BY_OTHERS),
        ignore_decorators=["@register.*", "@receiver", "@*.get", "@*.post", "@at"],
    )
    found.scavenge([str(ROOT / "tabard")], exclude=["*/tests/*", "*/migrations/*", "*/settings.py"])
    by_name = [ROOT / "tabard/settings.py", ROOT / "tabard/urls.py"]  # both name things in words
    spoken = words_of_templates() | {word for path in by_name for word in WORD.findall(path.read_text())}
    dead = [
        item
        for item in found.get_unused_code(min_confidence=60)
        if item.typ in DEAD_KINDS and item.name not in spoken and not is_adapter(item.filename.name, item.name)
    ]
    for item in dead:
        print(f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: nothing uses the {item.typ} {item.name}")
    sys.exit(1 if dead else 0)


def is_adapter(file: str, name: str) -> bool:
    """allauth's adapters override many methods that only allauth calls."""
    return fnmatch(file, "*adapter*.py") and not name.startswith("_")


def words_of_templates() -> set[str]:
    tags = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
    texts = (path.read_text() for path in ROOT.glob("tabard/*/*/templates/**/*.*"))
    return {word for text in texts for tag in tags.findall(text) for word in WORD.findall(tag)}


if __name__ == "__main__":
    main()

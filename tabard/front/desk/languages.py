"""The languages that a post can be written in, with their names."""

from django.conf import global_settings
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from tabard.people.teams.languages import language_name
from tabard.people.teams.models import Officer
from tabard.voice.posts.wording import UnknownLanguage, checked_language

Choices = list[tuple[str, list[tuple[str, str]]]]


def language_choices(officer: Officer) -> Choices:
    """First those that the force and the officer speak, then all that Django can name, by name."""
    own = [checked_language(""), *filter(None, map(_known, officer.languages))]
    first = {code: name_of(code) for code in dict.fromkeys(own)}
    others = {code: gettext(name) for code, name in _all().items() if code not in first}
    by_name = sorted(others.items(), key=lambda each: each[1].casefold())
    return [(str(_("Yours")), list(first.items())), (str(_("All")), by_name)]


def _all() -> dict[str, str]:
    return {checked_language(code): name for code, name in global_settings.LANGUAGES}


def _known(code: object) -> str:
    try:
        return checked_language(code) if isinstance(code, str) and code else ""
    except UnknownLanguage:
        return ""


def name_of(code: str) -> str:
    """In the reader's language."""
    for attempt in (code.lower(), code.split("-", maxsplit=1)[0].lower()):
        try:
            info = get_language_info(attempt)
        except KeyError:
            continue
        return str(info["name_translated"])
    return language_name(code)

"""What an app sent, read by type: query, form, multipart or JSON, which all may name nested things the Rails way."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from math import nan
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.refusals import NotUnderstood, Refused, TooLarge
from tabard.lib.json_guard import JsonRefused, read_object

LARGEST_ID = 2**63 - 1
DEEPEST_KEY = 4
_TRUE, _FALSE = {"true", "1", "on", "t", "yes"}, {"false", "0", "off", "f", "no", ""}
_NUMBER, LONGEST_NUMBER = re.compile(r"-?[0-9]+"), 19
_PART = re.compile(r"\[([^\[\]]*)\]")


class Repeated(list[Any]):
    """A plain name that a form holds more than once: a list to whoever asks for one, else the last counts (as Rack)."""


class Given:
    """Each reader raises Refused (422) where what was sent is not of its type: nothing is guessed, nothing dropped."""

    def __init__(self, values: dict[str, Any], files: "dict[str, UploadedFile[Any]] | None" = None) -> None:
        self._values = values
        self._files = files or {}

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None or name in self._files

    @property
    def values(self) -> dict[str, Any]:
        return self._values

    def file(self, name: str) -> "UploadedFile[Any] | None":
        return self._files.get(name)

    def text(self, name: str, default: str = "") -> str:
        value = self._one(name)
        if value is None:
            return default
        if isinstance(value, bool | dict | list):
            raise Refused(_("“%(name)s” must be text.") % {"name": name})
        return str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._one(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        if str(value).lower() in _TRUE | _FALSE:
            return str(value).lower() in _TRUE
        raise Refused(_("“%(name)s” must be true or false.") % {"name": name})

    def number(self, name: str) -> int | None:
        value = self._one(name)
        if value is None or value == "":
            return None
        text = str(value)
        if isinstance(value, bool) or not _NUMBER.fullmatch(text):
            raise Refused(_("“%(name)s” must be a whole number.") % {"name": name})
        if len(text) > LONGEST_NUMBER:
            raise Refused(_("“%(name)s” is too large a number.") % {"name": name})
        return int(text)

    def key(self, name: str) -> int | None:
        """An id, from 0 to LARGEST_ID."""
        number = self.number(name)
        if number is not None and not 0 <= number <= LARGEST_ID:
            raise Refused(_("“%(name)s” is no id.") % {"name": name})
        return number

    def point(self, name: str) -> tuple[float, float] | None:
        """Two numbers from -1 to 1, as `0.5,-0.25`: of a picture, from its left to its right, and upwards."""
        text = self.text(name)
        if not text:
            return None
        try:
            x, y = (float(part) for part in text.split(","))
        except ValueError:
            x = y = nan
        if not (-1 <= x <= 1 and -1 <= y <= 1):
            raise Refused(_("“%(name)s” must be two numbers from -1 to 1, as 0.5,-0.25.") % {"name": name})
        return x, y

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        value = self.text(name, default) or default
        if value not in set(allowed):
            named = ", ".join(sorted(filter(None, allowed)))
            raise Refused(_("“%(name)s” can be %(allowed)s here.") % {"name": name, "allowed": named})
        return value

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise Refused(_("“%(name)s” must be a time as 2026-11-22T09:30:00Z.") % {"name": name})
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def texts(self, name: str) -> list[str]:
        found = self._values.get(name)
        several = found if isinstance(found, list) else [] if found is None else [found]
        if any(isinstance(value, bool | dict | list) or value is None for value in several):
            raise Refused(_("“%(name)s” must be a list of texts.") % {"name": name})
        return [str(value) for value in several]

    def keys(self, name: str) -> list[int]:
        return [key for text in self.texts(name) if (key := Given({name: text}).key(name)) is not None]

    def group(self, name: str) -> "Given | None":
        """What stands below `name`, as `poll[options][]` does."""
        found = self._values.get(name)
        if found is None or found == "":
            return None
        if not isinstance(found, dict):
            raise Refused(_("“%(name)s” must hold named values.") % {"name": name})
        return Given(found)

    def groups(self, name: str) -> "list[Given]":
        """Several of them: a list, or a form's `fields_attributes[0][name]`."""
        found = self._values.get(name) or []
        several = list(found.values()) if isinstance(found, dict) else found
        if not isinstance(several, list) or not all(isinstance(value, dict) for value in several):
            raise Refused(_("“%(name)s” must be a list of named values.") % {"name": name})
        return [Given(value) for value in several]

    def _one(self, name: str) -> Any:
        found = self._values.get(name)
        return found[-1] if isinstance(found, Repeated) else found


def read(request: HttpRequest) -> Given:
    """Raises NotUnderstood (400) for a body that is not what its type says or no database keeps, and TooLarge (413)."""
    kind = request.content_type or ""
    try:
        values = nested(request.GET)
        if request.method in {"GET", "HEAD"}:
            return Given(values)
        if kind == "application/json":
            return Given({**values, **json_object(request.body)})
        form, files = _form(request, kind)
    except (RequestDataTooBig, TooManyFieldsSent) as error:
        raise TooLarge from error
    except (MultiPartParserError, UnicodeDecodeError) as error:
        raise NotUnderstood from error
    sent = nested(form)
    _refuse_nul(sent)
    return Given({**values, **sent}, {name: file for name in files if (file := files[name])})


def json_object(body: bytes) -> dict[str, Any]:
    """What a JSON body names; no body names nothing. Raises NotUnderstood."""
    try:
        found = read_object(body or b"{}")
    except JsonRefused as error:
        raise NotUnderstood from error
    _refuse_nul(found)
    return found


def _refuse_nul(found: Any) -> None:
    """PostgreSQL takes none in a text. (The address is without: upkeep.door sees to it.)"""
    if isinstance(found, str):
        if "\0" in found:
            raise NotUnderstood
    elif isinstance(found, dict):
        for name, value in found.items():
            _refuse_nul(name)
            _refuse_nul(value)
    elif isinstance(found, list):
        for value in found:
            _refuse_nul(value)


def _form(request: HttpRequest, kind: str) -> tuple[QueryDict, Any]:
    if request.method == "POST":
        return request.POST, request.FILES
    if kind == "multipart/form-data":  # Django reads forms of POST alone
        return MultiPartParser(request.META, request, request.upload_handlers).parse()
    return QueryDict(request.body if kind == "application/x-www-form-urlencoded" else b""), {}


def nested(form: QueryDict) -> dict[str, Any]:
    """`poll[options][]=a&poll[options][]=b` as {"poll": {"options": ["a", "b"]}}. A plain name twice is a list."""
    found: dict[str, Any] = {}
    for name, values in form.lists():
        stem = name.partition("[")[0]
        parts = [stem, *_PART.findall(name[len(stem) :])]
        if len(parts) > DEEPEST_KEY:
            raise NotUnderstood
        _put(found, parts, values)
    return found


def _put(found: dict[str, Any], parts: list[str], values: list[Any]) -> None:
    is_list = parts[-1] == ""
    path = [part for part in parts if part]
    for part in path[:-1]:
        below = found.setdefault(part, {})
        if not isinstance(below, dict):
            raise NotUnderstood
        found = below
    if not path:
        raise NotUnderstood
    found[path[-1]] = values if is_list else Repeated(values) if len(values) > 1 else values[0]

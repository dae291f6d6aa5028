"""Officers who have sat down at their desk, and what a browser sends from its forms."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tabard.people.accounts.models import Role
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import make_officer, make_user


def seat(team: Team | None, name: str = "Alice Archer", *, role: Role = Role.OFFICER) -> tuple[Officer, Client]:
    """An officer of `team` with a browser that has shown a second factor."""
    user = make_user(name, role=role)
    officer = make_officer(name, team=team, user=user)
    client = Client()
    sign_in(client, user)
    return officer, client


def words(answer: Any) -> str:
    """The page that a browser was answered with."""
    return str(answer.content.decode())


class Fields(HTMLParser):
    """What a browser would send from the page's form with this id, if nobody touched it."""

    def __init__(self, page: str, form_id: str = "write") -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._form_id, self._is_inside = form_id, False
        self._area: str | None = None
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._is_inside = given.get("id") == self._form_id
        if not self._is_inside:
            return
        if tag == "input" and given.get("type") not in {"file", "submit"}:
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                self.sent[given["name"]] = given.get("value") or ""
        elif tag == "textarea":
            self._area = given["name"]
            self.sent[self._area] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.sent):
            self.sent[self._select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data.removeprefix("\n") if not self.sent[self._area] else data

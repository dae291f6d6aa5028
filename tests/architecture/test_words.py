"""Every word of a page can be translated."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture.floors import ROOT

NOT_SHOWN = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "aria-description"}
SILENT_ELEMENTS = {"script", "style", "code", "svg"}
# what is the same in every language
NAMES = {"Tabard", "Atom", "RSS", "JSON", "iCalendar", "QR", "GeoJSON", "KML", "SMTP", "px", "UTF"}
WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """Collects the words that a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT_ELEMENTS:
            self._silent.append(tag)
        button = tag == "input" and ("type", "submit") in attrs
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES or (button and name == "value"):
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            self._silent.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


def untranslated(source: str) -> list[str]:
    words = Words()
    words.feed(NOT_SHOWN.sub("", source))
    return words.found


def pages() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tabard/*/*/templates/**/*.html"))


@pytest.mark.parametrize("page", pages())
def test_every_word_of_a_page_can_be_translated(page):
    assert untranslated((ROOT / page).read_text()) == []


def test_a_forgotten_word_is_found():
    assert untranslated('<p>{% translate "Good" %} morning</p>') == ["morning"]
    assert untranslated('<img alt="Two officers"><p>{{ name }}</p>') == ["Two", "officers"]
    assert (
        untranslated('{% blocktranslate %}Good morning{% endblocktranslate %}<a href="/places/">{{ name }}</a>') == []
    )

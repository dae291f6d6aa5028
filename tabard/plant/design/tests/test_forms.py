"""Any Django form comes out the GOV.UK way, whichever room it is from."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template.loader import render_to_string


class Report(forms.Form):
    name = forms.CharField(help_text="As on the badge")
    mail = forms.EmailField(required=False)
    text = forms.CharField(widget=forms.Textarea)
    team = forms.ChoiceField(choices=[("a", "Riverside"), ("b", "Old Quay")])
    when = forms.ChoiceField(choices=[("now", "At once"), ("daily", "Once a day")], widget=forms.RadioSelect)
    tongues = forms.MultipleChoiceField(choices=[("en", "English")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField()
    picture = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> set[str]:
        ids = [attributes["id"] or "" for _, attributes in self.found if "id" in attributes]
        assert len(ids) == len(set(ids))
        return set(ids)

    def controls(self) -> list[dict[str, str | None]]:
        return [
            attributes
            for tag, attributes in self.found
            if tag in {"input", "select", "textarea"} and attributes.get("type") != "hidden"
        ]


@pytest.fixture(params=[None, {}], ids=["fresh", "with errors"])
def elements(request: pytest.FixtureRequest) -> Elements:
    return Elements(str(Report(request.param)))


def test_every_control_has_a_label_or_a_legend(elements: Elements):
    labelled = {attributes.get("for") for tag, attributes in elements.found if tag == "label"}

    assert len(elements.controls()) == 9
    assert all(control["id"] in labelled for control in elements.controls())
    assert len([tag for tag, _ in elements.found if tag == "legend"]) == 2


def test_every_description_named_by_a_control_is_on_the_page(elements: Elements):
    named = {
        name for _, attributes in elements.found for name in (attributes.get("aria-describedby") or "").split() if name
    }

    assert "id_name_helptext" in named
    assert named <= elements.ids()


def test_every_control_has_a_look(elements: Elements):
    assert all((control.get("class") or "").startswith("govuk-") for control in elements.controls())


def test_no_style_and_no_script_stands_in_the_markup(elements: Elements):
    for tag, attributes in elements.found:
        assert tag not in {"style", "script"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)


def test_a_wrong_field_says_so_to_screen_readers_and_the_summary_leads_to_it():
    form = Report({"mail": "nonsense"})

    page = Elements(render_to_string("design/components/error_summary.html", {"form": form}) + str(form))

    links = {attributes["href"] for tag, attributes in page.found if tag == "a"}
    assert {"#id_name", "#id_mail", "#id_when_0", "#id_tongues_0", "#id_agreed"} <= links
    assert {(link or "").removeprefix("#") for link in links} <= page.ids()
    assert "id_name_helptext id_name_error" in {control.get("aria-describedby") for control in page.controls()}
    invalid = {control["name"] for control in page.controls() if control.get("aria-invalid") == "true"}
    assert {"name", "mail", "text", "team", "agreed"} <= invalid


def test_what_was_typed_is_shown_again_and_escaped():
    html = str(Report({"name": '"><script>', "text": "</textarea>&"}))

    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "&lt;/textarea&gt;&amp;</textarea>" in html


def test_a_class_of_ones_own_is_kept():
    class Small(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "code"}))

    assert Elements(str(Small())).controls()[0]["class"] == "code"


def test_the_frame_says_in_the_title_that_a_form_has_errors():
    page = render_to_string("design/frame.html", {"form": Report({}), "site_name": "Peelborough"})

    assert page.partition("<title>")[2].startswith("Error: ")

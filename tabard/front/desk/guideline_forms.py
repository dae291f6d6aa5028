"""Forms of the digital lead for the guideline, its rules and the force's own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tabard.voice.guidelines.actions import LexiconRefused, LexiconWords, PhraseRefused, checked_lexicon
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.guidelines.checking.rule import Rule
from tabard.voice.guidelines.models import (
    LONGEST_ADVICE,
    LONGEST_GUIDELINE_WORDS,
    LONGEST_NAME,
    Gravity,
    Guideline,
    Lexicon,
)


class RuleForm(forms.Form):
    is_on = forms.BooleanField(label=_("Check for this"), required=False)
    gravity = forms.ChoiceField(label=_("When it finds something"), required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, rule: Rule, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        usual = gettext("As it comes: %(what)s") % {"what": Gravity(rule.severity).label}
        field = self.fields["gravity"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [("", usual), *Gravity.choices]


class LexiconForm(forms.Form):
    name = forms.CharField(label=_("What are these words?"), max_length=LONGEST_NAME)
    phrases = forms.CharField(
        label=_("Words and phrases, one a line"),
        help_text=_(
            "Capitals and disguises are seen through. A * at the end of a word stands for any ending: thunder*"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    gravity = forms.ChoiceField(label=_("When one is found"), choices=Gravity.choices, widget=forms.RadioSelect)
    advice = forms.CharField(
        label=_("What the author is told"),
        help_text=_("What to write in its place, in a sentence."),
        max_length=LONGEST_ADVICE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sentence = forms.ChoiceField(label=_("Which sentence of the guideline it serves"), required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        current = Guideline.objects.current()
        field = self.fields["sentence"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        sentences = current.sentences if current else []
        field.choices = [("", gettext("None of them")), *((each["key"], gettext(each["text"])) for each in sentences)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                checked_lexicon(self.words)
            except PhraseRefused as refusal:
                told = gettext(
                    "“%(phrase)s” is no word or phrase. Use letters, figures and spaces, no patterns; a * only after "
                    "three letters or more."
                )
                self.add_error("phrases", told % {"phrase": refusal.phrase[:80]})
            except LexiconRefused:
                self.add_error("phrases", gettext("Give 1 to 500 words or phrases, one a line."))
        return cleaned

    @property
    def words(self) -> LexiconWords:
        typed = self.cleaned_data
        return LexiconWords(
            typed["name"], typed["phrases"], Severity(typed["gravity"]), typed["advice"], typed["sentence"]
        )


def initial_of(lexicon: Lexicon | None) -> dict[str, Any]:
    if lexicon is None:
        return {"gravity": Gravity.ASK}
    names = ("name", "phrases", "gravity", "advice", "sentence")
    return {name: getattr(lexicon, name) for name in names}


class ElectionForm(forms.Form):
    name = forms.CharField(label=_("Which election?"), max_length=LONGEST_NAME)
    starts_date = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_date = forms.DateField(
        label=_("To"),
        help_text=_("The day of the election."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_date"), cleaned.get("ends_date")
        if starts and ends and ends < starts:
            self.add_error("ends_date", gettext("It must not end before it begins."))
        return cleaned


class GuidelineForm(forms.Form):
    """Each sentence in a field of its own, under the key that rules name; two empty ones for more."""

    what_changed = forms.CharField(
        label=_("What is new in this version?"),
        help_text=_("Officers and residents read this under it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    MORE = ("more1", "more2")

    def __init__(self, data: Any = None, *, guideline: Guideline | None) -> None:
        super().__init__(data)
        known = [(each["key"], each["text"]) for each in guideline.sentences] if guideline else []
        keys = [key for key, _text in known]
        missing = [key for key in dict.fromkeys(rule.sentence for rule in RULES.values()) if key not in keys]
        rows = [*known, *((key, "") for key in missing), *((key, "") for key in self.MORE if key not in keys)]
        self.keys = [key for key, _text in rows]
        for number, (key, text) in enumerate(rows, start=1):
            label = gettext("Sentence %(number)s") % {"number": number}
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[f"sentence-{key}"] = forms.CharField(label=label, initial=text, required=False, widget=area)
        self.order_fields([*(f"sentence-{key}" for key in self.keys), "what_changed"])

    @property
    def sentences(self) -> list[tuple[str, str]]:
        return [(key, self.cleaned_data[f"sentence-{key}"]) for key in self.keys]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        count = sum(len(str(cleaned.get(f"sentence-{key}", "")).split()) for key in self.keys)
        if count > LONGEST_GUIDELINE_WORDS:
            told = gettext("These are %(count)s words. Nobody reads more than %(most)s: shorten it.")
            self.add_error(None, told % {"count": count, "most": LONGEST_GUIDELINE_WORDS})
        if not count:
            self.add_error(None, gettext("Keep at least one sentence."))
        return cleaned

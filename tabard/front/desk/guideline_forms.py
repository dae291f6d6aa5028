"""Forms of the digital lead for the guideline, its rules and the force's own words."""

from itertools import count, islice
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tabard.voice.guidelines.actions import (
    LONGEST_PHRASE,
    MOST_WORDS_OF_ONE,
    GuidelineIsEmpty,
    GuidelineTooLong,
    LexiconRefused,
    LexiconWords,
    PhraseRefused,
    PhraseTooLong,
    checked_bounds,
    checked_lexicon,
    checked_phrases,
    checked_sentences,
)
from tabard.voice.guidelines.checking.catalogue import RULES
from tabard.voice.guidelines.checking.findings import Bound, Severity
from tabard.voice.guidelines.checking.rule import Rule
from tabard.voice.guidelines.models import (
    LONGEST_ADVICE,
    LONGEST_GUIDELINE_WORDS,
    LONGEST_NAME,
    MOST_PHRASES,
    Gravity,
    Guideline,
    Lexicon,
    RuleChoice,
)


class SilentlyOptional(forms.CharField):
    """It may be left empty, which the page says once for all of its kind."""

    def validate(self, value: Any) -> None:
        pass


class GravityField(forms.ChoiceField):
    """Nothing is a choice, too: the gravity with which a rule comes."""

    def validate(self, value: Any) -> None:
        if not self.valid_value(value):
            raise forms.ValidationError(gettext("Choose one of these."), code="invalid_choice")


class RuleForm(forms.Form):
    """With a field for each number that the rule goes by; one that is left empty is as it comes."""

    is_on = forms.BooleanField(label=_("Check for this"), required=False)
    gravity = GravityField(label=_("When it finds something"), widget=forms.RadioSelect)
    allowed = forms.CharField(
        label=_("Words that it passes over, one phrase a line"),
        help_text=_("A street called Arrest Lane, a shop named like a person. All other rules go on reading them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, rule: Rule, choice: RuleChoice) -> None:
        numbers = {f"bound_{bound.name}": choice.bounds.get(bound.name, bound.usual) for bound in rule.bounds}
        initial = {"is_on": choice.is_on, "gravity": choice.gravity, "allowed": choice.allowed, **numbers}
        super().__init__(data, initial=initial)
        self._rule = rule
        usual = gettext("As it comes: %(what)s") % {"what": Gravity(rule.severity).label}
        field = self.fields["gravity"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [("", usual), *Gravity.choices]
        if rule.refuses_where:
            told = gettext("Whatever you choose here, what it finds does not go out %(where)s.")
            field.help_text = told % {"where": gettext(rule.refuses_where)}
        for bound in rule.bounds:
            self.fields[f"bound_{bound.name}"] = _number_field(bound)
        self.order_fields(["is_on", "gravity", *numbers, "allowed"])

    def clean_allowed(self) -> str:
        try:
            return "\n".join(checked_phrases(self.cleaned_data["allowed"]))
        except PhraseRefused as refusal:
            raise forms.ValidationError(_no_phrase(refusal)) from refusal
        except LexiconRefused as refusal:
            most = {"most": MOST_PHRASES}
            raise forms.ValidationError(gettext("There is room for %(most)s words or phrases.") % most) from refusal

    @property
    def wanted(self) -> dict[str, Any]:
        """As `change_rule` takes them."""
        typed = self.cleaned_data
        bounds = {bound.name: typed[f"bound_{bound.name}"] for bound in self._rule.bounds}
        given = {name: number for name, number in bounds.items() if number is not None}
        return {
            "is_on": typed["is_on"],
            "gravity": typed["gravity"],
            "bounds": checked_bounds(self._rule.id, given),
            "allowed": typed["allowed"],
        }


def _number_field(bound: Bound) -> forms.IntegerField:
    told = gettext("As it comes: %(usual)s. From %(least)s to %(most)s.")
    numbers = {"usual": bound.usual, "least": bound.least, "most": bound.most}
    wrong = gettext("Give a whole number from %(least)s to %(most)s.") % numbers
    return forms.IntegerField(
        label=gettext(bound.title),
        help_text=told % numbers,
        required=False,
        min_value=bound.least,
        max_value=bound.most,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], wrong),
    )


def _no_phrase(refusal: PhraseRefused) -> str:
    if isinstance(refusal, PhraseTooLong):
        told = gettext("“%(phrase)s” is too long: at most %(letters)s characters and %(words)s words in a line.")
        return told % {"phrase": refusal.phrase[:80], "letters": LONGEST_PHRASE, "words": MOST_WORDS_OF_ONE}
    told = gettext(
        "“%(phrase)s” is no word or phrase. Use letters, figures and spaces, no patterns; a * only after three letters "
        "or more."
    )
    return told % {"phrase": refusal.phrase[:80]}


class LexiconForm(forms.Form):
    name = forms.CharField(
        label=_("What are these words?"),
        help_text=_("A name for them, such as: Operations that must not get out. Officers read it, residents do not."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give these words a name.")},
    )
    phrases = forms.CharField(
        label=_("Words and phrases, one a line"),
        help_text=_(
            "Capitals and disguises are seen through. A * at the end of a word stands for any ending: thunder*"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write at least one word.")},
    )
    gravity = forms.ChoiceField(label=_("When one is found"), choices=Gravity.choices, widget=forms.RadioSelect)
    advice = forms.CharField(
        label=_("What the author is told"),
        help_text=_("What to write in its place, in a sentence. Residents do not read it."),
        max_length=LONGEST_ADVICE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what to write in its place.")},
    )
    sentence = forms.ChoiceField(
        label=_("Which sentence of the guideline it serves"),
        help_text=_(
            "If you choose one, residents read under it that we look for words of our own, and what happens then. They "
            "never read the words, their name or what the author is told."
        ),
        required=False,
    )

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
                self.add_error("phrases", _no_phrase(refusal))
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
    name = forms.CharField(
        label=_("Which election?"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Name the election.")},
    )
    starts_date = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the first day.")},
    )
    ends_date = forms.DateField(
        label=_("To"),
        help_text=_("The day of the election."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_date"), cleaned.get("ends_date")
        if starts and ends and ends < starts:
            self.add_error("ends_date", gettext("It must not end before it begins."))
        return cleaned


class GuidelineForm(forms.Form):
    """Each sentence in a field of its own, under the key that rules name and with the number that it has now; then
    those that the rules name and the version that applies leaves out, and two for new ones."""

    what_changed = forms.CharField(
        label=_("What is new in this version?"),
        help_text=_("Officers and residents read this under it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    MORE = 2
    use_required_attribute = False

    def __init__(self, data: Any = None, *, guideline: Guideline | None) -> None:
        super().__init__(data)
        known = [(each["key"], each["text"]) for each in guideline.sentences] if guideline else []
        self.keys: list[str] = []
        for number, (key, text) in enumerate(known, start=1):
            self._add(key, gettext("Sentence %(number)s") % {"number": number}, text)
        for key in dict.fromkeys(rule.sentence for rule in RULES.values()):
            if key not in self.keys:
                self._add(key, gettext("Left out now, and served by: %(rules)s") % {"rules": _titles(key)})
        free = (f"more{number}" for number in count(1))
        for key in list(islice((key for key in free if key not in self.keys), self.MORE)):
            self._add(key, gettext("A new sentence"))
        self.order_fields([*(f"sentence-{key}" for key in self.keys), "what_changed"])

    def _add(self, key: str, label: str, text: str = "") -> None:
        area = forms.Textarea(attrs={"rows": 2, "data-words": ""})
        self.fields[f"sentence-{key}"] = SilentlyOptional(label=label, initial=text, widget=area)
        self.keys.append(key)

    @property
    def count(self) -> int:
        """Of the words in all sentences, as they stand in the fields."""
        return sum(len(str(self[f"sentence-{key}"].value() or "").split()) for key in self.keys)

    @property
    def most(self) -> int:
        return LONGEST_GUIDELINE_WORDS

    @property
    def typed(self) -> list[tuple[str, str]]:
        return [(key, self.cleaned_data[f"sentence-{key}"]) for key in self.keys]

    @property
    def sentences(self) -> list[dict[str, str]]:
        """As they would be kept."""
        return checked_sentences(self.typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                checked_sentences(self.typed)
            except GuidelineTooLong as refusal:
                told = gettext("These are %(count)s words. Nobody reads more than %(most)s: shorten it.")
                self.add_error(None, told % {"count": refusal.count, "most": LONGEST_GUIDELINE_WORDS})
            except GuidelineIsEmpty:
                self.add_error(None, gettext("Keep at least one sentence."))
        return cleaned


def _titles(key: str) -> str:
    return ", ".join(f"“{gettext(rule.title)}”" for rule in RULES.values() if rule.sentence == key)

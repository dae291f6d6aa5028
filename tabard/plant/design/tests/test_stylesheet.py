"""What is shipped to a phone: one small stylesheet that reads from either side, and scripts that are ours."""

import gzip
import re
from pathlib import Path

DESIGN = Path(__file__).resolve().parent.parent
STATIC = DESIGN / "static/design"
STYLESHEET = STATIC / "built/tabard.css"


def test_the_stylesheet_is_small():
    assert 4_000 < len(gzip.compress(STYLESHEET.read_bytes(), 9)) <= 14 * 1024


def test_the_stylesheet_names_no_left_and_no_right():
    css = STYLESHEET.read_text()

    sides = re.findall(r"[{;](?:(?:margin|padding|border)-(?:left|right)|left|right|float:left|text-align:left)\b", css)
    assert sides == []
    assert "inset-inline-start" in css


def test_the_stylesheet_asks_nobody_for_anything():
    css = STYLESHEET.read_text()

    assert "url(" not in css
    assert "@import" not in css
    assert "sourceMappingURL" not in css
    assert "GDS Transport" not in css


def test_the_layers_stand_in_their_order():
    assert "@layer govuk,tokens,base,components,utilities;" in STYLESHEET.read_text().replace(", ", ",")


def test_every_class_in_the_components_has_a_look():
    css = STYLESHEET.read_text()
    used = {
        name
        for template in (DESIGN / "templates/design").rglob("*.html")
        for classes in re.findall(r'class="([^"{]*)', template.read_text())
        for name in classes.split()
        if not name.endswith("--")
    }

    assert {name for name in used if f".{name}" not in css} == set()


def test_scripts_are_small_and_build_no_code_from_text():
    for script in STATIC.glob("*.js"):
        text = script.read_text()
        assert len(gzip.compress(text.encode())) < 2_500
        assert not re.search(r"\beval\b|innerHTML\s*=(?!=)|new Function|https?://", text)


def test_a_fold_in_a_vest_is_as_dark_by_night_as_the_vests_own_words():
    """A variable is worked out where it is declared: on the page's root, a vest's ink would be the night's pale one."""
    css = re.sub(r"\s+", "", STYLESHEET.read_text())

    rules = re.findall(r"([^{}]*)\{[^{}]*--govuk-text-colour:var\(--ink\)[^{}]*\}", css)

    assert [rule.split(",") for rule in rules] == [[":root", ".card--vest"]]

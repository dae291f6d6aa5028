"""Whatever is written down in the audit chain is told to the digital lead in a sentence."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

from tabard.front.desk.acts import SENTENCES
from tests.architecture.floors import ROOT

WRITERS = {"write_audit", "note_account"}
ROOMS = {path.parent.name for path in (ROOT / "tabard").glob("*/*/__init__.py")} | {"apps"}
SHAPE = re.compile(rf"({'|'.join(sorted(ROOMS))})\.[a-z_]+")


def writing_modules() -> Iterator[ast.Module]:
    """The modules that write into the chain."""
    for path in sorted((ROOT / "tabard").rglob("*.py")):
        text = path.read_text()
        if "tests" not in path.parts and any(f"{writer}(" in text for writer in WRITERS):
            yield ast.parse(text)


def words_in(tree: ast.AST) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def acts_in(module: ast.Module) -> set[str]:
    """Whatever has the shape of an act, wherever in the module it stands: also in a table, or given to a helper."""
    return {word for word in words_in(module) if SHAPE.fullmatch(word)}


def test_each_act_that_is_written_down_has_its_sentence_and_no_sentence_is_left_over():
    written = set().union(*map(acts_in, writing_modules()))

    assert set(SENTENCES) == written
    assert len(written) > 50


def test_an_act_has_the_shape_by_which_the_test_above_finds_it():
    for module in writing_modules():
        given = (
            word.value
            for call in ast.walk(module)
            if isinstance(call, ast.Call)
            for word in call.keywords
            if word.arg == "act" and isinstance(word.value, ast.Constant)
        )
        assert all(SHAPE.fullmatch(str(constant.value)) for constant in given)


def test_each_sentence_says_who():
    for act, sentence in SENTENCES.items():
        asked = {name for _text, name, _spec, _conversion in Formatter().parse(str(sentence)) if name is not None}
        assert "who" in asked, act
        assert asked <= {"who", "what", "whom", "app"}, act

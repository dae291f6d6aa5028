"""`tabard tweetathon resolve-places` and `identify-languages`: what figures infer, asked for the lines of a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from tabard.occasions.tweetathon.meaning.identify_languages import identify_languages
from tabard.occasions.tweetathon.meaning.line_files import counted, lines_of
from tabard.occasions.tweetathon.meaning.resolve_places import resolve_places

ANSWERS: dict[str, Callable[[Iterable[str]], Iterator[str]]] = {
    "resolve-places": resolve_places,
    "identify-languages": identify_languages,
}


def run(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    answers = ANSWERS[options["subcommand"]]
    try:
        for answer in counted(answers(lines_of(options["file"])), lambda count: stderr.write(f"{count:,} lines")):
            stdout.write(answer or "\n")
    except OSError as error:
        raise CommandError(f"{options['file']}: {error.strerror}") from None

"""`tabard tweetathon render`: the map as PNG and SVG, the page of figures as one file, the figures as JSON and CSV."""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.utils.dateparse import parse_datetime

from tabard.lib.text import clean
from tabard.occasions.tweetathon import rendered
from tabard.occasions.tweetathon.commands.events import event_of
from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.counting.table import write_table
from tabard.occasions.tweetathon.lettering import is_settable
from tabard.occasions.tweetathon.picture.alone import alone
from tabard.occasions.tweetathon.picture.built import NotBuilt
from tabard.occasions.tweetathon.picture.checked import NotFigures, checked, public
from tabard.occasions.tweetathon.picture.drawing import as_png, as_svg
from tabard.occasions.tweetathon.picture.view import About, Picture, picture_of
from tabard.occasions.tweetathon.showing import figures_of, picture_for, told_to_all

Told = dict[str, Any]


def run(stdout: OutputWrapper, stderr: OutputWrapper, options: Mapping[str, Any]) -> None:
    event, file, folder = options["event"], options["figures"], options["output"]
    if bool(event) == bool(file):
        raise CommandError("Name an event by --event, or a file of figures by --figures")
    if file and not folder:
        raise CommandError("Say where the files shall go: --output FOLDER")
    picture, told = _of_event(event) if event else _of_file(file)
    picture = replace(picture, title=clean(options["title"]) or picture.title)
    pictures = _pictures(picture, stderr)
    if event:
        rendered.keep(event_of(event), pictures)
        stdout.write(f"The page of {event} offers {_named(pictures) or 'no picture'}.")
    if folder:
        files = {**{f"picture.{kind}": content for kind, content in pictures.items()}, **_figures(told)}
        _write(folder, files)
        stdout.write(f"Wrote {_named(files)} into {folder}.")


def _of_event(slug: str) -> tuple[Picture, Told]:
    tweetathon = event_of(slug)
    figures = figures_of(tweetathon)
    if figures is None:
        raise CommandError(f"Nothing was counted yet. This does it: tabard tweetathon count --event {slug} --keep")
    return picture_for(tweetathon, figures), told_to_all(tweetathon, figures)


def _of_file(path: Path) -> tuple[Picture, Told]:
    """Who may be named, a file does not say: so nobody is."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        told = public(checked(given), [])
    except (OSError, ValueError, RecursionError) as error:
        why = error if isinstance(error, NotFigures) else f"it is no JSON that can be read ({type(error).__name__})"
        raise CommandError(f"{path.name}: {why}") from None
    hashtags = [told["hashtag"]] if told["hashtag"] else []
    about = About(" ".join(f"#{each}" for each in hashtags) or "Posts", hashtags)
    return picture_of(told, about, counted_at=_moment(given.get("counted_at")) or _written_at(path)), told


def _written_at(path: Path) -> datetime:
    """`count --json` says nothing that would be different the next time: its file is as old as the figures."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _moment(given: object) -> datetime | None:
    """What stands in the file, if it is one."""
    try:
        moment = parse_datetime(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _pictures(picture: Picture, stderr: OutputWrapper) -> dict[str, bytes]:
    """By kind. What is missing is told, with what brings it."""
    try:
        pictures = {"html": alone(picture).encode(), "svg": as_svg(picture), "png": as_png(picture)}
    except NotBuilt as missing:
        stderr.write(f"No picture was made: {missing}")
        return {}
    if not is_settable(picture.title):
        stderr.write(
            "The title is left out of the PNG: no font here has its letters. For Latin, Greek and Cyrillic: "
            "apt-get install fonts-dejavu-core"
        )
    return pictures


def _figures(told: Told) -> dict[str, bytes]:
    with_definitions = {**told, "definitions": {name: each.sentence for name, each in FIGURES.items()}}
    write_table(told, table := io.StringIO(newline=""))
    return {
        "figures.json": json.dumps(with_definitions, ensure_ascii=False, indent=1).encode(),
        "figures.csv": table.getvalue().encode(),
    }


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from None


def _named(names: Mapping[str, bytes]) -> str:
    return ", ".join(names)

"""What an import found and did, in lines that a person reads before and after it is switched on."""

from collections.abc import Iterator, Sequence

from tabard.lib.geo.survey import Survey
from tabard.people.places.actions.generations import Switched

MOST_SHOWN = 10


def survey_lines(survey: Survey) -> Iterator[str]:
    """How many neighbourhoods, and what was repaired, claimed twice or left unclaimed in their midst."""
    yield f"{counted(survey.count, 'neighbourhood')}, {survey.area_m2 / 1e6:,.1f} km² in all."
    yield from _section("repair", [f"{repair.code} {repair.name}: {repair.what}" for repair in survey.repairs])
    yield from _section(
        "overlap",
        [f"{lap.first_code} and {lap.second_code} both claim {lap.area_m2:,.0f} m²" for lap in survey.overlaps],
    )
    yield from _section(
        "enclosed gap",
        [
            f"{gap.area_m2:,.0f} m² at {gap.latitude:.5f}, {gap.longitude:.5f} beside {', '.join(gap.beside_codes[:6])}"
            for gap in survey.gaps
        ],
    )


def switched_lines(switched: Switched) -> Iterator[str]:
    """What is different from the generation that was live before."""
    told = (
        ("new", switched.added),
        ("renamed", switched.renamed),
        ("with another boundary", switched.reshaped),
        ("retired", switched.retired),
    )
    for what, codes in told:
        if codes:
            yield f"{counted(len(codes), 'neighbourhood')} {what}: {_some(codes)}"
    if not any(codes for _, codes in told):
        yield "Nothing is different from the live boundaries."


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _section(noun: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        yield f"No {noun}s."
        return
    yield f"{counted(len(lines), noun)}{':' if len(lines) <= MOST_SHOWN else f', of which the first {MOST_SHOWN}:'}"
    yield from (f"  {line}" for line in lines[:MOST_SHOWN])


def _some(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:MOST_SHOWN])
    return f"{shown}, …" if len(codes) > MOST_SHOWN else shown

"""Founding teams, adding officers, posting them, and handing over."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tabard.people.accounts.actions import deactivate_user, invite_user
from tabard.people.accounts.models import Role, User
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.changes import (
    CoverMoved,
    OfficerAdded,
    OfficerChanged,
    OfficerHandedOver,
    OfficerPosted,
    PostingEnded,
    TeamChanged,
    TeamFounded,
)
from tabard.people.teams.guided import meant_so, new_words
from tabard.people.teams.handles import clean_handle, clean_number, suggest_handle, words_of_handle
from tabard.people.teams.handover import HandOver, Heir, Holding
from tabard.people.teams.models import Cover, Handle, Officer, Posting, Team
from tabard.plant.audit.actions import write_audit
from tabard.plant.changes.actions import record
from tabard.plant.changes.registry import wiring
from tabard.plant.media.actions import remove_picture, set_alt
from tabard.plant.media.models import Picture

OFFICER_FIELDS = ("name", "number", "rank", "is_name_public", "bio", "languages", "picture", "contact")
TEAM_FIELDS = ("name", "description", "picture")
MISTAKES_SHOW_WITHIN = timedelta(days=1)


class HandleTaken(Exception):
    """Another team or officer has or had this handle."""


class NumberTaken(Exception):
    """Another officer has this collar number."""


class NeighbourhoodHasTeam(Exception):
    """A neighbourhood has one team, and this one has it already."""


class AlreadyPosted(Exception):
    """The officer serves in this team already."""


class PostingAlreadyEnded(Exception):
    """The posting ended before."""


class OfficerHasAccount(Exception):
    """The officer signs in already."""


class WrongForce(Exception):
    """An officer, a team and its neighbourhoods are of one force."""


class HeirNotServing(Exception):
    """The officer who should take over is the leaver, or is not posted to any team."""


# -- teams -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def found_team(
    *,
    force: Force,
    name: str,
    neighbourhoods: Iterable[Neighbourhood],
    handle: str,
    now: datetime,
    description: str = "",
    by: User | None = None,
) -> Team:
    """Raises HandleRefused, HandleTaken, NeighbourhoodHasTeam, WrongForce, WordsStopped; then nothing is founded."""
    covered = list(neighbourhoods)
    if any(neighbourhood.force_id != force.pk for neighbourhood in covered):
        raise WrongForce
    # a place has its name from the map: so it stands, and boundaries come in whatever they are called
    own_name = "" if name in {neighbourhood.name for neighbourhood in covered} else name
    read = words_of_handle(handle, name, *(neighbourhood.slug for neighbourhood in covered))
    answered = meant_so(own_name, description, read, by=by, now=now)
    held = Neighbourhood.objects.filter(pk__in=[neighbourhood.pk for neighbourhood in covered]).order_by("pk")
    list(held.select_for_update())  # a form sent twice waits here, and then reads what the first one did
    if Cover.objects.filter(neighbourhood__in=covered).exists():
        raise NeighbourhoodHasTeam
    team = Team.objects.create(force=force, name=name, description=description, founded_at=now)
    _give_handle(handle, team=team)
    Cover.objects.bulk_create(Cover(team=team, neighbourhood=neighbourhood) for neighbourhood in covered)
    write_audit(actor=by, act="teams.founded", subject=team, detail={"handle": team.handle.name, **answered}, now=now)
    record(TeamFounded(team_id=team.pk))
    return team


def found_missing_teams(*, force: Force, now: datetime, by: User | None = None) -> list[Team]:
    """A team for every living neighbourhood that has none, each in its own transaction, so it may be run again."""
    taken = set(Handle.objects.values_list("name", flat=True))
    founded = []
    uncovered = Neighbourhood.objects.filter(force=force, retired_at=None, cover=None).order_by("name", "pk")
    for neighbourhood in uncovered:
        handle = suggest_handle(neighbourhood.slug, taken=taken)
        taken.add(handle)
        founded.append(
            found_team(
                force=force, name=neighbourhood.name, neighbourhoods=[neighbourhood], handle=handle, now=now, by=by
            )
        )
    return founded


@transaction.atomic
def change_team(
    *, team: Team, name: str, description: str, picture: Picture | None, now: datetime, by: User | None = None
) -> None:
    """`picture` comes with the description that it is to have. Raises WordsStopped, PictureRefused."""
    former = team.picture
    is_same = (name, description) == (team.name, team.description)
    answered = {} if is_same else meant_so(name, description, by=by, now=now)
    described = _describe(picture, former, by, now)
    changed = _set_changed(team, TEAM_FIELDS, {"name": name, "description": description, "picture": picture})
    if changed or described:
        _take_away(former, unless=team.picture, now=now, by=by)
        detail = {"changed": changed, **answered, **described}
        write_audit(actor=by, act="teams.changed", subject=team, detail=detail, now=now)
        record(TeamChanged(team_id=team.pk))


@transaction.atomic
def move_cover(*, neighbourhood: Neighbourhood, to: Team, now: datetime, by: User | None = None) -> None:
    """Let another team look after the neighbourhood; the former keeps handle and followers. Raises WrongForce."""
    if neighbourhood.force_id != to.force_id:
        raise WrongForce
    cover, is_new = Cover.objects.select_for_update().get_or_create(neighbourhood=neighbourhood, defaults={"team": to})
    if cover.team_id == to.pk and not is_new:
        return
    former, cover.team = 0 if is_new else cover.team_id, to
    cover.save(update_fields=["team"])
    detail = {"from_team": former}
    write_audit(actor=by, act="teams.cover_moved", subject=neighbourhood, on_behalf_of=to, detail=detail, now=now)
    record(CoverMoved(neighbourhood_id=neighbourhood.pk, from_team_id=former, to_team_id=to.pk))


# -- officers ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_officer(
    *,
    force: Force,
    name: str,
    number: str,
    rank: str,
    now: datetime,
    handle: str = "",
    by: User | None = None,
) -> Officer:
    """Add someone who may then be invited and posted.

    Without `handle` one is made of rank and number: it stays, and a name may have to go.

    Raises HandleRefused, HandleTaken, NumberRefused, NumberTaken, WordsStopped; then nobody is added.
    """
    number = clean_number(number)
    detail: dict[str, object] = {**meant_so(name, rank, words_of_handle(handle, name, rank), by=by, now=now)}
    with _number_once():
        officer = Officer.objects.create(force=force, name=name, number=number, rank=rank)
    _give_handle(handle or _free_handle(f"{rank} {number}"), officer=officer)
    detail["handle"] = officer.handle.name
    write_audit(actor=by, act="teams.officer_added", subject=officer, detail=detail, now=now)
    record(OfficerAdded(officer_id=officer.pk))
    return officer


@transaction.atomic
def change_officer(*, officer: Officer, now: datetime, by: User | None = None, **fields: object) -> None:
    """Set any of OFFICER_FIELDS; a picture as in `change_team`, and one that was replaced is gone at once. Raises
    NumberRefused, NumberTaken, WordsStopped, PictureRefused."""
    number = fields["number"] = clean_number(str(fields.get("number", officer.number)))
    if Officer.objects.filter(number__iexact=number).exclude(pk=officer.pk).exists():
        raise NumberTaken
    answered = meant_so(*new_words(officer, fields), by=by, now=now)
    former = officer.picture
    described = _describe(cast("Picture | None", fields.get("picture", former)), former, by, now)
    with _number_once():
        changed = _set_changed(officer, OFFICER_FIELDS, fields)
    if changed or described:
        _take_away(former, unless=officer.picture, now=now, by=by)
        detail = {"changed": changed, **answered, **described}
        write_audit(actor=by, act="teams.officer_changed", subject=officer, detail=detail, now=now)
        record(OfficerChanged(officer_id=officer.pk))


@transaction.atomic
def invite(*, officer: Officer, email: str, now: datetime, role: str = Role.OFFICER, by: User | None = None) -> User:
    """Give the officer an account and send them the link that sets it up. Raises EmailTaken, OfficerHasAccount."""
    _lock(officer)
    if officer.user_id is not None:
        raise OfficerHasAccount
    user = invite_user(email=email, name=officer.name, role=role, now=now, by=by)
    give_account(officer=officer, user=user, now=now, by=by)
    return user


@transaction.atomic
def dismiss_officer(*, officer: Officer, now: datetime, by: User | None = None) -> None:
    """End the officer's postings and shut their account. Raises LastLead; then nothing is done."""
    ended = _close_all(officer, now)
    if officer.user is not None:
        deactivate_user(user=officer.user, now=now, by=by)
    _write_ended(ended, now, by)


@transaction.atomic
def give_account(*, officer: Officer, user: User, now: datetime, by: User | None = None) -> None:
    """From now on `user` is this officer. Raises IntegrityError when the user is another officer already."""
    officer.user = user
    officer.save(update_fields=["user"])
    write_audit(actor=by, act="teams.account_given", subject=officer, on_behalf_of=user, now=now)


# -- postings ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def post_officer(
    *,
    officer: Officer,
    team: Team,
    now: datetime,
    active_from: datetime | None = None,
    role: str = "",
    by: User | None = None,
) -> Posting:
    """Put the officer into the team, from `active_from` or from now. Raises AlreadyPosted, WrongForce, WordsStopped.

    From now, and within a day of the end of such a posting: it goes on as if it had not ended.
    """
    if officer.force_id != team.force_id:
        raise WrongForce
    Officer.objects.select_for_update().get(pk=officer.pk)  # as in found_team
    if Posting.objects.not_ended_at(now).filter(officer=officer, team=team).exists():
        raise AlreadyPosted
    detail: dict[str, object] = {**meant_so(role, by=by, now=now)}
    posting = None if active_from else _resumed(officer, team, role, now)
    if posting is None:
        posting = Posting.objects.create(officer=officer, team=team, role=role, active_from=active_from or now)
    else:
        detail["resumed"] = posting.pk
    write_audit(actor=by, act="teams.officer_posted", subject=officer, on_behalf_of=team, detail=detail, now=now)
    record(OfficerPosted(posting_id=posting.pk, officer_id=officer.pk, team_id=team.pk))
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, now: datetime, by: User | None = None) -> None:
    """From `now` on the officer does not speak for the team. Raises PostingAlreadyEnded."""
    posting = Posting.objects.select_for_update(of=("self",)).select_related("officer", "team").get(pk=posting.pk)
    if posting.active_to is not None and posting.active_to <= now:
        raise PostingAlreadyEnded
    _close(posting, now)
    _write_ended([posting], now, by)


def preview_hand_over(*, officer: Officer, to: Officer | Team, now: datetime) -> list[Holding]:
    """What would pass on, line by line; nothing is written. Raises HeirNotServing, WrongForce."""
    heir = _heir(officer, to, now)
    return [holding for each in _hand_overs() for holding in each.describe(officer.pk, heir)]


@transaction.atomic
def hand_over(*, officer: Officer, to: Officer | Team, now: datetime, by: User | None = None) -> list[Holding]:
    """End the officer's postings and pass all that they held on; what passed on. Raises HeirNotServing, WrongForce."""
    passing_on = preview_hand_over(officer=officer, to=to, now=now)
    heir = _heir(officer, to, now)
    ended = _close_all(officer, now)
    for each in _hand_overs():
        each.carry_over(officer.pk, heir, now)
    _write_ended(ended, now, by)
    detail = {"passed_on": sum(holding.count for holding in passing_on)}
    write_audit(actor=by, act="teams.handed_over", subject=officer, on_behalf_of=to, detail=detail, now=now)
    record(OfficerHandedOver(officer_id=officer.pk, to_officer_id=heir.officer_id or 0, to_team_id=heir.team_id or 0))
    return passing_on


def _resumed(officer: Officer, team: Team, role: str, now: datetime) -> Posting | None:
    """The posting that ended by mistake, open again; None when none ended within a day."""
    ended = Posting.objects.filter(officer=officer, team=team, active_to__gt=now - MISTAKES_SHOW_WITHIN)
    held = ended.filter(active_from__lt=F("active_to")).select_for_update(of=("self",))
    posting = held.order_by("-active_to", "-pk").first()
    if posting is not None:
        posting.active_to, posting.role = None, role or posting.role
        posting.save(update_fields=["active_to", "role"])
    return posting


def _hand_overs() -> Sequence[HandOver]:
    following: Sequence[HandOver] = wiring().HAND_OVERS
    return following


def _heir(officer: Officer, to: Officer | Team, now: datetime) -> Heir:
    if to.force_id != officer.force_id:
        raise WrongForce
    if isinstance(to, Team):
        return Heir(team_id=to.pk)
    if to == officer or not Officer.objects.serving(now).filter(pk=to.pk).exists():
        raise HeirNotServing
    return Heir(officer_id=to.pk)


def _close_all(officer: Officer, now: datetime) -> list[Posting]:
    open_postings = Posting.objects.not_ended_at(now).filter(officer=officer)
    closed = list(open_postings.select_for_update(of=("self",)).select_related("officer", "team").order_by("pk"))
    for posting in closed:
        _close(posting, now)
    return closed


def _close(posting: Posting, now: datetime) -> None:
    posting.active_to = max(now, posting.active_from)
    posting.save(update_fields=["active_to"])


def _write_ended(ended: list[Posting], now: datetime, by: User | None) -> None:
    """Last of all: the end of the audit chain is one row, and whoever holds it may wait for no other row."""
    for posting in ended:
        write_audit(actor=by, act="teams.posting_ended", subject=posting.officer, on_behalf_of=posting.team, now=now)
        about = {"posting_id": posting.pk, "officer_id": posting.officer_id, "team_id": posting.team_id}
        record(PostingEnded(**about, ended_at=now.isoformat()))


@contextmanager
def _number_once() -> Iterator[None]:
    """The number is all of an officer that must be unique; the database decides, for of two at once one is later."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise NumberTaken from error


def _lock(officer: Officer) -> None:  # before the audit chain is written to
    officer.refresh_from_db(from_queryset=Officer.objects.select_for_update())


def _free_handle(name: str) -> str:
    near = Handle.objects.filter(name__startswith=suggest_handle(name, taken=())[:20]).values_list("name", flat=True)
    return suggest_handle(name, taken=set(near))


def _give_handle(text: str, *, team: Team | None = None, officer: Officer | None = None) -> None:
    name = clean_handle(text)
    try:
        with transaction.atomic():
            Handle.objects.create(name=name, team=team, officer=officer)
    except IntegrityError as error:
        raise HandleTaken(_("Another team or officer has, or once had, this handle.")) from error


def _describe(picture: Picture | None, former: Picture | None, by: User | None, now: datetime) -> dict[str, list[str]]:
    """Keep what `picture` shows, where that is new, once it was checked by itself. As `meant_so`."""
    if picture is None:
        return {}
    kept = Picture.objects.values_list("alt", flat=True).get(pk=picture.pk)
    if picture == former and kept == picture.alt:
        return {}
    answered = meant_so(picture.alt, by=by, now=now)
    if kept != picture.alt:
        set_alt(picture=picture, alt=picture.alt, by=by, now=now)
    return {f"picture_{name}": rules for name, rules in answered.items()}


def _take_away(former: Picture | None, *, unless: Picture | None, now: datetime, by: User | None) -> None:
    """A face that nobody shows any more does not stay at its address."""
    if former is not None and former != unless and Picture.objects.filter(pk=former.pk).unattached().exists():
        remove_picture(picture=former, by=by, now=now)


def _set_changed(row: Team | Officer, allowed: tuple[str, ...], fields: dict[str, object]) -> list[str]:
    """Set what differs and save it; the names of what changed."""
    unknown = set(fields) - set(allowed)
    if unknown:
        raise TypeError(f"no such field: {sorted(unknown)}")
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=changed)
    return changed

"""The record of what was said, for whoever has a right to ask for it: posts with their versions, what was found in
them, who approved them, what was taken back, and hashes by which a change shows.

It is read in pieces, so that memory stays small.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tabard.people.teams.models import Officer
from tabard.plant.audit.models import AuditEntry
from tabard.voice.posts.models import Post, PostQuerySet, PostVersion, ReplacedDraft, Review

AT_A_TIME = 2_000
AUTHOR_ID = re.compile(r"id:([0-9]{1,18})")
LABEL = Post._meta.label_lower  # noqa: SLF001  Django's documented way in
POST = "id team__name officer__name officer__number speaks_as state retention language created_at published_at"
POST += " edited_at retracted_at retraction_reason erased_at guideline__number text content_notice poll kind claims"
POST += " poll_votes poll_voters"
COUNTED = {"poll_votes": F("note__poll__votes"), "poll_voters": F("note__poll__voters_count")}
VERSION = "post_id id number shown_from officer__name language content_notice text descriptions poll context findings"
VERSION += " guideline__number review_id sha256"
REPLACED = "post_id id saved_at officer__name replaced_at words sha256"
REVIEW = "post_id id kind state asked_by__name asked_at reason_asked wants_at findings four_eyes decided_by__name"
REVIEW += " decided_at reason proposed fingerprint erased_at"
APPROVED = "version_id version version_sha256"
AUDIT = "subject number at actor_id actor_name act on_behalf_of detail previous_hash hash reason reason_salt"
REASON = {"reason": F("reason_given__text"), "reason_salt": F("reason_given__salt")}

Row = dict[str, Any]


def posts_between(start: datetime, end: datetime, authors: Collection[Officer] = ()) -> PostQuerySet:
    """Posts with which anything happened from `start` on and before `end`; of some authors, also those that they
    changed, asked about or decided on."""
    is_within = Q()
    for name in ("created_at", "saved_at", "published_at", "edited_at", "retracted_at", "erased_at"):
        is_within |= _within(name, start, end)
    looks = Review.objects.filter(_within("asked_at", start, end) | _within("decided_at", start, end))
    said = PostVersion.objects.filter(_within("shown_from", start, end))
    found = Post.objects.filter(is_within | Q(pk__in=looks.values("post")) | Q(pk__in=said.values("post")))
    if not authors:
        return found
    looked = Q(asked_by__in=authors) | Q(decided_by__in=authors) | Q(last_changed_by__in=authors)
    theirs, changed = Review.objects.filter(looked), PostVersion.objects.filter(officer__in=authors)
    return found.filter(Q(officer__in=authors) | Q(pk__in=theirs.values("post")) | Q(pk__in=changed.values("post")))


def all_of_days(first: date, last: date) -> tuple[datetime, datetime]:
    """From the midnight before `first` to that after `last`, as people here count days. Both may be the calendar's
    ends, which is how some say "all": those days are left out, since no time zone has them whole."""
    first, last = max(first, date.min + timedelta(days=2)), min(last, date.max - timedelta(days=2))
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1)))
    return start, end


class NoSuchAuthor(LookupError):
    """Nobody is called so, or several are: the words say which."""


def authors_called(typed: Iterable[str]) -> list[Officer]:
    """Each once, whoever is named twice. Raises NoSuchAuthor."""
    return list(dict.fromkeys(map(author_called, typed)))


def author_called(typed: str) -> Officer:
    """Whoever has this number, handle, e-mail address or name; `id:12` is nobody else. Raises NoSuchAuthor."""
    by_id = AUTHOR_ID.fullmatch(typed)
    known = Q(number=typed) | Q(handle__name=typed.removeprefix("@").lower()) | Q(user__email__iexact=typed)
    known = Q(pk=int(by_id[1])) if by_id else known | Q(name__iexact=typed)
    found = list(Officer.objects.filter(known).select_related("handle").order_by("pk"))
    if not found:
        raise NoSuchAuthor(_("No officer has the number, handle, address or name %(typed)s.") % {"typed": typed})
    if len(found) > 1:
        lines = (f"id:{each.pk}  {each.rank} {each.name}, number {each.number}, @{each.handle.name}" for each in found)
        told = _("Several officers are called %(typed)s. Say which, by the id:") % {"typed": typed}
        raise NoSuchAuthor("\n".join([told, *lines]))
    return found[0]


def _within(name: str, start: datetime, end: datetime) -> Q:
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})


def records(start: datetime, end: datetime, authors: Collection[Officer] = ()) -> Iterator[Row]:
    """One record for each post, by its id: the post's own row with `versions`, `reviews` and `audit`."""
    wanted, last = posts_between(start, end, authors), 0
    while ids := list(wanted.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        read = _read(ids)
        # what was erased or edited between two questions to the database is asked for again: half of it is no record
        while changed := [pk for pk, row in _posts(list(read)).items() if {**read[pk], **row} != read[pk]]:
            read |= _read(changed)
        yield from (read[pk] for pk in ids if pk in read)
        last = ids[-1]


def _read(ids: list[int]) -> dict[int, Row]:
    posts = _posts(ids)
    said = PostVersion.objects.filter(post__in=ids).order_by("post", "number")
    looks = Review.objects.filter(post__in=ids).order_by("post", "pk")
    versions, reviews = _by_post(said.values(*VERSION.split())), _by_post(looks.values(*REVIEW.split()))
    earlier = ReplacedDraft.objects.filter(post__in=ids).order_by("post", "pk")
    replaced, audit = _by_post(earlier.values(*REPLACED.split())), _audit_of(ids)
    for pk in posts:
        let_out = {version["review_id"]: version for version in versions[pk]}
        looked = [{**review, **_what_it_let_out(let_out.get(review["id"]))} for review in reviews[pk]]
        posts[pk] = {**posts[pk], "versions": versions[pk], "reviews": looked, "audit": audit[pk]}
        posts[pk]["replaced_drafts"] = replaced[pk]
    return posts


def _posts(ids: list[int]) -> dict[int, Row]:
    found = Post.objects.filter(pk__in=ids).order_by("pk").annotate(**COUNTED).values(*POST.split())
    return {post["id"]: post for post in found}


def _what_it_let_out(version: Row | None) -> Row:
    """The version that a review approved: none before it is out, and of a review that approved nothing."""
    told = (version["id"], version["number"], version["sha256"]) if version else (None, None, None)
    return dict(zip(APPROVED.split(), told, strict=True))


def _by_post(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["post_id"]].append(row)
    return found


def _audit_of(ids: list[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    subjects = [f"{LABEL}:{pk}" for pk in ids]
    entries = AuditEntry.objects.filter(subject__in=subjects).order_by("number").annotate(**REASON)
    for row in entries.values(*AUDIT.split()):
        found[int(row["subject"].partition(":")[2])].append(row)
    return found

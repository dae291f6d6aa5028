"""The pictures of a post, each in its place."""

from datetime import datetime

from tabard.people.teams.models import Officer
from tabard.plant.media.actions import remove_picture, seal_picture, set_alt, set_focus
from tabard.plant.media.models import Picture
from tabard.voice.posts.models import Post, PostPicture
from tabard.voice.posts.wording import OnLegalHold, PostRefused


class PictureInUse(PostRefused):
    """The picture stands in another post."""


class PictureIsGone(PostRefused):
    """The picture was removed, and its bytes with it."""


def pictures_of(post: Post) -> tuple[Picture, ...]:
    """In their order. No query where the list was read `for_lists`."""
    if "pictures" in getattr(post, "_prefetched_objects_cache", {}):
        return tuple(place.picture for place in post.pictures.all())
    return tuple(place.picture for place in post.pictures.select_related("picture").order_by("position"))


def place_pictures(post: Post, pictures: tuple[Picture, ...], by: Officer, now: datetime) -> None:
    """Make `pictures` those of `post`, in this order, each with the description and the focus that it has in memory.
    Raises PictureInUse, PictureIsGone; PictureRefused where a description is missing or too long."""
    if PostPicture.objects.filter(picture__in=pictures).exclude(post=post).exists():
        raise PictureInUse
    kept = Picture.objects.kept().in_bulk([picture.pk for picture in pictures])
    if len(kept) < len(pictures):
        raise PictureIsGone
    post.pictures.all().delete()
    PostPicture.objects.bulk_create(
        PostPicture(post=post, picture=picture, position=position) for position, picture in enumerate(pictures)
    )
    for picture in pictures:
        if kept[picture.pk].alt != picture.alt:
            set_alt(picture=picture, alt=picture.alt, by=by.user, now=now)
        set_focus(picture=kept[picture.pk], focus=picture.focus, by=by.user, now=now)


def exchange_pictures(post: Post, pictures: tuple[Picture, ...], by: Officer, now: datetime) -> None:
    """As `place_pictures`; those that `post` had and loses are removed with their bytes. Raises OnLegalHold."""
    had = {place.picture for place in post.pictures.select_related("picture")}
    if had - set(pictures) and post.is_on_hold():
        raise OnLegalHold(post.pk)
    place_pictures(post, pictures, by, now)
    for picture in had - set(pictures):
        remove_picture(picture=picture, by=by.user, now=now)


def withdraw_pictures(post: Post, by: Officer, now: datetime) -> None:
    """Show them to nobody any more. They are removed, or, while a hold keeps the post, sealed in their places."""
    if not post.is_on_hold():
        remove_pictures(post, by, now)
        return
    for place in post.pictures.select_related("picture"):
        seal_picture(picture=place.picture, by=by.user, now=now)


def remove_pictures(post: Post, by: Officer | None, now: datetime) -> None:
    for place in post.pictures.select_related("picture"):
        remove_picture(picture=place.picture, by=by.user if by else None, now=now)
    post.pictures.all().delete()

"""What a sergeant looked at is looked at again once something else stands around it."""

import pytest

from tabard.people.teams.tests.makers import TEN
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.posts import actions
from tabard.voice.posts.actions import Edited
from tabard.voice.posts.tests.makers import REFUSED, REWARD, approve, edit, make_draft, make_held, review_of
from tabard.voice.posts.wording import Poll, Said

pytestmark = pytest.mark.django_db
APPEAL = (
    "WANTED: John Smith, 34, for failing to appear at court. Do not approach him, call 999. "
    "Tips: 101 quoting PB123, until 6 December. Approved by Sgt Adeyemi."
)
MISSING = "MISSING: Mary Smith, 71, last seen on Mill Lane in a red coat. If you see her, call 101 quoting PB123."
STORY = "Two sheds were robbed. It was on Friday. A reward of £100 is offered. Ring 101. It was dark. Thank you all."


def approved(team, by, sergeant, text, **more):
    """Published, once a sergeant let it go out."""
    post = make_held(team, by, text, **more)
    approve(review_of(post), sergeant)
    post.refresh_from_db()
    assert post.state == "published"
    return post


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("£100", "£50,000"),
        ("£100 is offered", "£100 is offered to whoever names John"),
        ("It was on Friday.", "John did it."),
        ("It was on Friday. ", ""),
        ("Ring 101.", "Ring John on the number that you know."),
        ("Ring 101.", "Ring 101 😂."),
    ],
)
def test_other_words_beside_what_was_approved_are_looked_at(riverside, alice, sally, was, becomes):
    post = approved(riverside, alice, sally, STORY)

    assert edit(post, alice, STORY.replace(was, becomes)) is Edited.WAITS

    post.refresh_from_db()
    assert post.text == STORY


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("robbed", "emptied"),
        ("It was dark", "It was very dark"),
        ("Thank you all.", "Thank you all. Good night."),
        ("A reward of £100", "A  REWARD – of £ 100"),
        (" Ring 101. It was dark. Thank you all.", "\n\nRing 101!\n\nIt was dark. Thank you all."),
        ("Two sheds were robbed. It was on Friday.", "It was dark. Two sheds were robbed. It was on Friday."),
    ],
)
def test_a_slip_mended_elsewhere_is_published_at_once(riverside, alice, sally, was, becomes):
    post = approved(riverside, alice, sally, STORY)

    assert edit(post, alice, STORY.replace(was, becomes)) is Edited.DONE


@pytest.mark.parametrize(
    ("kind", "text", "was", "becomes"),
    [
        (Kind.APPEAL, APPEAL, "John Smith, 34", "Peter Walsh, 41"),
        (Kind.APPEAL, APPEAL, "Sgt Adeyemi", "Sgt Brown"),
        (Kind.MISSING, MISSING, "PB123", "PB124"),
    ],
)
def test_any_other_word_of_an_appeal_is_looked_at(riverside, alice, sally, kind, text, was, becomes):
    post = approved(riverside, alice, sally, text, said=Said(kind))
    other = text.replace(was, becomes)

    for said in (Said(kind), None):  # from the desk, and from an app, which has no field for it
        assert edit(post, alice, other, said=said) is Edited.WAITS
    assert edit(post, alice, text.replace("call", "Call").replace(":", " –"), said=Said(kind)) is Edited.DONE


def test_an_appeal_that_is_called_an_ordinary_post_does_not_slip_through(riverside, alice, sally):
    post = approved(riverside, alice, sally, f"{MISSING} {STORY}", said=Said(Kind.MISSING))

    assert edit(post, alice, f"{MISSING} {STORY} Good night.", said=Said()) is Edited.WAITS


def test_what_was_let_out_though_it_is_refused_is_refused_with_other_words_beside_it(riverside, alice, sally):
    post = make_draft(riverside, alice, REFUSED)
    review = actions.ask_override(post=post, by=alice, reason="The coroner asks.", now=TEN)
    approve(review, sally, reason="Agreed.")

    with pytest.raises(actions.DraftRefused):
        edit(post, alice, f"{REFUSED} John lives there.")


@pytest.mark.parametrize(
    "more",
    [{"content_notice": REWARD}, {"poll": Poll((REWARD, "No"), 3600)}, {"pictures": "described"}],
    ids=["notice", "poll", "picture"],
)
def test_what_was_approved_in_another_field_counts_there(riverside, alice, sally, more):
    more = {"pictures": (make_picture(alt=REWARD),)} if "pictures" in more else more
    post = approved(riverside, alice, sally, STORY.replace("A reward of £100 is offered. ", ""), **more)
    kept = {"content_notice": more.get("content_notice", ""), "language": ""}

    first = actions.edit_post(post=post, by=alice, text=post.text.replace("Two", "Three"), now=TEN, **kept)
    last = actions.edit_post(post=post, by=alice, text=post.text.replace("Thank you all", "Bye"), now=TEN, **kept)

    assert (first, last) == (Edited.DONE, Edited.WAITS)


def test_another_notice_above_what_was_approved_in_it_is_looked_at(riverside, alice, sally):
    post = approved(riverside, alice, sally, STORY, content_notice=REWARD)
    words = {"text": STORY, "language": "", "now": TEN}

    assert actions.edit_post(post=post, by=alice, content_notice="£900 reward.", **words) is Edited.WAITS


def test_a_picture_is_taken_out_of_an_appeal_at_once_and_none_is_put_in_unseen(riverside, alice, sally):
    him, coat = make_picture(alt="A man with a beard"), make_picture(alt="A red coat")
    post = approved(riverside, alice, sally, APPEAL, said=Said(Kind.APPEAL), pictures=(him, coat))
    other, said = make_picture(alt="A red coat"), Said(Kind.APPEAL)

    for pictures in ((him, other), (him, coat, other)):
        with pytest.raises(actions.DescriptionNeedsReview):
            edit(post, alice, APPEAL, said=said, pictures=pictures)
    coat.focus_x = 0.9
    with pytest.raises(actions.DescriptionNeedsReview):
        edit(post, alice, APPEAL, said=said, pictures=(him, coat))
    assert edit(post, alice, APPEAL, said=said, pictures=(him,)) is Edited.DONE

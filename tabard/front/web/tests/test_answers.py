"""What people in the fediverse say to a post, on the post's own page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tabard.front.web import answers, jobs
from tabard.front.web.tests.makers import NINE, Town, address_of, read, say
from tabard.people.accounts.tests.makers import make_user
from tabard.people.teams import actions as teams
from tabard.voice.network.actions import keeping_out, reactions
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.changes import NoteAdded
from tabard.voice.network.models import Note, ReplyPolicy, Showing
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.models import Audience, Post
from tabard.voice.posts.tests.test_live import heard_while
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(town: Town) -> Post:
    return say(town, "A grey van in Mill Street", now=NINE - timedelta(hours=2))


def answer(post: Post, text: str = "I saw it.", *, name: str = "", follows: bool = True, **more: Any) -> Note:
    """By somebody elsewhere, who follows unless told not to."""
    note = make_note(post)
    actor = make_far_actor(name, **({"host": more.pop("host")} if "host" in more else {}))
    if follows:
        make_follow(actor, note.actor)
    return make_far_note(actor, text, reply_to_uri=note.uri, **more)


def answers_on(page: str) -> str:
    return page[page.index('id="answers"') : page.index("</main>")]


def test_an_answer_of_a_follower_stands_under_the_post_with_who_and_where(post: Post):
    answer(post, "I saw <b>it</b> at nine.", name="nadia")

    page = answers_on(read(address_of(post)))

    assert "1 answer" in page
    assert "I saw <b>it</b> at nine." in page
    assert "Nadia" in page
    assert "@nadia@far.example" in page


def test_a_post_without_answers_says_so_and_how_to_answer(post: Post):
    page = answers_on(read(address_of(post)))

    assert "Nobody has answered here yet." in page
    assert "Answer from any fediverse app" in page
    assert f'<code class="copy" dir="ltr">{make_note(post).uri}</code>' in page


@pytest.mark.parametrize("showing", [Showing.HELD, Showing.HIDDEN])
def test_what_is_held_or_hidden_is_not_there_and_neither_is_what_answers_it(town: Town, post: Post, showing: Showing):
    first = answer(post, "You are all thieves.", follows=False)
    assert first.showing == Showing.HELD
    if showing == Showing.HIDDEN:
        keeping_out.hide_reply(note=first, by=town.alice, reason="Insults.", now=NINE)
    make_far_note(make_far_actor(), "Well said.", reply_to_uri=first.uri)

    page = read(address_of(post))

    assert "thieves" not in page
    assert "Well said" not in page
    assert "Nobody has answered here yet." in page


def test_what_answers_somebody_else_was_weighed_by_nobody_and_stays_away(post: Post):
    first = answer(post)
    make_far_note(make_far_actor(), "Buy my pills.", reply_to_uri=first.uri)

    assert "pills" not in read(address_of(post))


def test_our_own_answer_stands_below_what_it_answers_and_is_marked_as_ours(town: Town, post: Post):
    first = answer(post, "Which van?", name="nadia")
    make_note(say(town, "The grey one, @nadia@far.example", answers=first.uri))
    answer(post, "Thank you all.", name="omar", now=NINE + timedelta(minutes=5))

    page = answers_on(read(address_of(post)))

    assert page.index("Which van?") < page.index("The grey one") < page.index("Thank you all.")
    assert re.search(r'tag--vest">\s*Police', page)
    assert "to @nadia@far.example" in page


def test_a_ring_of_answers_ends_on_the_page(town: Town, post: Post):
    first = answer(post, "Which van?", name="nadia")
    ours = make_note(say(town, "The grey one", answers=first.uri))
    Note.objects.filter(post=post).update(reply_to=ours)  # as rows of old may stand

    page = answers_on(read(address_of(post)))

    assert (page.count("Which van?"), page.count("The grey one")) == (1, 1)


def test_nothing_of_another_server_is_loaded_and_a_picture_is_named(post: Post):
    picture = {"kind": "image", "url": "https://far.example/van.jpg", "media_type": "image/jpeg", "alt": "A grey van"}
    note = answer(post, "Look.", attachments=(picture,), url="https://far.example/@nadia/1")

    page = read(address_of(post))

    assert "Has a picture: A grey van" in page
    assert f'<a href="{note.url}" rel="nofollow noreferrer">' in page
    assert not re.search(r"""(?:src|srcset|poster|data)=["'](?:https?:)?//far""", page)
    assert "van.jpg" not in page


def test_every_link_out_of_an_answer_gives_nothing_away(post: Post):
    answer(post, "Hello.")

    links = re.findall(r"<a [^>]*https://far\.example[^>]*>", read(address_of(post)))

    assert len(links) == 2
    assert all('rel="nofollow noreferrer"' in link for link in links)


def test_nobody_elsewhere_gets_a_face_that_could_pass_for_an_officers(post: Post):
    before = read(address_of(post)).count('class="face')

    answer(post, name="PC_Archer", host="other.example")

    assert read(address_of(post)).count('class="face') == before


@pytest.mark.parametrize("rule", [HostRule("example"), HostRule("far.example", severity="silence")])
@pytest.mark.parametrize("host", ["far.example", "far.example:8443"])
def test_a_server_that_was_blocked_meanwhile_is_gone_from_the_page(post: Post, rule: HostRule, host: str):
    answer(post, "I saw it.", host=host)

    keeping_out.block_host(rule, by=None, now=NINE)

    assert "I saw it." not in read(address_of(post))


def test_a_person_whom_the_team_blocked_is_gone_from_the_page(post: Post):
    note = answer(post, "I saw it.")

    keeping_out.block_actor(actor=make_note(post).actor, target=note.actor, now=NINE)

    assert "I saw it." not in read(address_of(post))


def test_likes_and_boosts_are_counted_in_words(town: Town, post: Post):
    for _number in range(2):
        reactions.like(actor=make_far_actor(), note=make_note(post), now=NINE)
    for actor in (make_far_actor(), make_actor(town.alice)):  # what ours pass on themselves is not counted
        reactions.announce(actor=actor, note=make_note(post), now=NINE)

    page = read(address_of(post))

    assert "2 people like this" in page
    assert "1 passed it on" in page


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (ReplyPolicy.ALL, "Answers stand here at once."),
        (ReplyPolicy.FOLLOWERS, "Answers of those who follow us stand here at once"),
        (ReplyPolicy.NONE, "Answers stand here once the team has looked at them."),
    ],
)
def test_the_page_says_when_an_answer_is_shown(town: Town, post: Post, policy: ReplyPolicy, told: str):
    make_note(post)
    keeping_out.set_reply_policy(actor=make_actor(town.team), policy=policy, by=make_user(), now=NINE)

    assert told in read(address_of(post))


def test_a_very_long_answer_is_an_excerpt_with_its_link_to_the_rest(post: Post):
    long = answer(post, "The bridge is shut. " * 2_000, name="nadia", url="https://far.example/@nadia/1")
    short = answer(post, "I saw it.", name="omar")

    page = answers_on(read(address_of(post)))

    assert len(page) < 10_000
    assert "The bridge is shut. The bridge is shut." in page
    assert '<a href="https://far.example/@nadia/1" rel="nofollow noreferrer">Read the rest on far.example</a>' in page
    assert page.count("Read the rest") == 1
    assert short.html in page
    assert long.html not in page


def test_of_a_great_many_answers_the_first_stand_on_the_page(post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(answers, "MOST", 3)
    for number in range(5):
        answer(post, f"Number {number}", host=f"s{number}.example", now=NINE - timedelta(minutes=9 - number))

    page = answers_on(read(address_of(post)))

    assert [number for number in range(5) if f"Number {number}" in page] == [0, 1, 2]
    assert "There are more answers than stand here." in page


def test_a_long_thread_takes_few_queries(town: Town, post: Post, django_assert_max_num_queries: Any):
    for _number in range(4):
        make_note(say(town, "We look.", answers=answer(post).uri))
    for _number in range(20):
        answer(post, follows=True, host=f"s{_number}.example")

    with django_assert_max_num_queries(22):
        page = read(address_of(post))

    assert "28 answers" in page


def test_a_question_stands_with_its_results_and_when_it_closes(town: Town):
    asked = say(town, "When shall we meet?", poll=Poll(("Monday", "Friday"), 24 * 3600))
    assert "0 people have voted." in read(address_of(asked))
    note = make_note(asked)
    for option in (1, 1, 0):
        reactions.vote(poll=note.poll, actor=make_far_actor(), options=[option], now=NINE)

    page = read(address_of(asked))

    assert "3 people have voted." in page
    assert "2 votes, 67%" in page
    assert "1 vote, 33%" in page
    assert "3 November 2026, 09:00" in page


def test_an_answer_to_somebody_elsewhere_shows_what_it_answers_and_is_no_news(town: Town):
    asked = make_far_note(make_far_actor("nadia"), "Is the bridge open?")
    reply = say(town, "It is open at the weekend #bridge", answers=asked.uri)

    page = read(address_of(reply)).partition("<main")[2]

    assert page.index("What this answers") < page.index("Is the bridge open?") < page.index("It is open at the weekend")
    assert_is_no_news(town, "It is open")


def test_what_is_answered_and_not_held_here_is_linked(town: Town):
    reply = say(town, "Yes.", answers="https://far.example/notes/gone")

    page = read(address_of(reply))

    assert "This answers something that was said on far.example" in page
    assert '<a href="https://far.example/notes/gone" rel="nofollow noreferrer">' in page


def test_a_quiet_post_keeps_out_of_lists_and_has_its_page(town: Town):
    quiet = say(town, "It is open, by the way #bridge", audience=Audience.QUIET)

    assert "It is open" in read(address_of(quiet))
    assert_is_no_news(town, "It is open")


def assert_is_no_news(town: Town, words: str) -> None:
    lists = ["/", "/@riverside/", f"/places/{town.riverside.slug}/", "/search/?q=open", "/tags/bridge/"]
    feeds = [f"/@riverside/feed.{kind}" for kind in ("atom", "rss", "json")]
    for address in [*lists, *feeds]:
        answer = Client().get(address)
        assert answer.status_code == 200
        assert words not in answer.content.decode(), address


def test_open_pages_hear_of_an_answer_at_any_depth(town: Town, post: Post):
    first = answer(post)
    ours = make_note(say(town, "Thank you.", answers=first.uri))
    said = [first, ours, make_note(post)]

    heard = [heard_while(jobs.show_answers, NoteAdded(note_id=note.pk), [f"post-{post.pk}"]) for note in said]

    assert [len(messages) for messages in heard] == [1, 1, 0]


def test_actor_pages_say_how_to_follow_from_any_app_and_name_their_other_face(town: Town):
    for handle in ("riverside", town.alice.handle.name):
        page = read(f"/@{handle}/")

        assert f'<code class="copy" dir="ltr">@{handle}@' in page
        assert re.search(rf'<link rel="alternate" type="application/activity\+json" href="http[^"]*/@{handle}/">', page)


def test_a_feed_reader_finds_the_feeds_of_every_page_that_has_some(town: Town):
    pages = ["/@riverside/", f"/@{town.alice.handle.name}/", f"/places/{town.riverside.slug}/"]

    for address in pages:
        named = re.findall(r'<link rel="alternate" type="application/([a-z+]+)" href="([^"]+)" title=', read(address))

        kinds = {"atom": "atom+xml", "rss": "rss+xml", "json": "feed+json"}
        assert named == [(kinds[form], f"{address}feed.{form}") for form in kinds]


def test_proof_goes_both_ways(town: Town):
    officer, badge = read(f"/@{town.alice.handle.name}/"), read("/badge/4127/")
    place, team = read(f"/places/{town.riverside.slug}/"), read("/@riverside/")

    assert re.search(r'<a [^>]*rel="me"[^>]*href="/badge/4127/"', officer) or re.search(
        r'<a [^>]*href="/badge/4127/"[^>]*rel="me"', officer
    )
    assert re.search(rf'<a rel="me" href="http[^"]*/@{town.alice.handle.name}/">', badge)
    assert re.search(r'<a rel="me" href="http[^"]*/@riverside/">', place)
    assert f'<a rel="me" href="/places/{town.riverside.slug}/">' in team


def test_a_site_that_an_officer_entered_is_linked_as_theirs_and_an_address_is_not(town: Town):
    ways = {"web": "https://archer.example/", "email": "alice@peelborough.example"}
    teams.change_officer(officer=town.alice, contact=ways, now=NINE)

    page = read(f"/@{town.alice.handle.name}/")

    assert '<a href="https://archer.example/" rel="me">' in page
    assert '<a href="mailto:alice@peelborough.example">' in page

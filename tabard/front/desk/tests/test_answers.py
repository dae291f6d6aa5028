"""What people in the fediverse answer to a team, on its desk."""

from datetime import timedelta

import pytest

from tabard.front.desk.tests.makers import seat
from tabard.people.accounts.models import Role
from tabard.people.teams.tests.makers import NINE, make_team
from tabard.plant.audit.models import AuditEntry
from tabard.voice.network.actions import keeping_out
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.actions.notes import Words, change_note
from tabard.voice.network.models import Block, Following, Note, ReplyPolicy, Report, Showing
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.models import Voice
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db
ANSWERS = "/desk/answers/"


@pytest.fixture
def held(riverside, alice):
    """By a stranger: it waits."""
    note = make_note(make_post(riverside, alice, "A grey van"))
    picture = {"kind": "image", "url": "https://far.example/van.jpg", "media_type": "image/jpeg", "alt": "My van"}
    return make_far_note(
        make_far_actor("nadia"), "You are <b>all</b> thieves.", reply_to_uri=note.uri, attachments=(picture,)
    )


def page(browser, **asked):
    return browser.get(ANSWERS, asked).content.decode()


def test_what_waits_stands_first_and_the_desk_counts_it(browser, held):
    start, answers = browser.get("/desk/").content.decode(), page(browser)

    assert "1 answer waits for you to look" in start
    assert "You are <b>all</b> thieves." in answers
    assert "@nadia@far.example" in answers
    assert "A grey van" in answers


def test_an_answer_that_was_shown_and_then_changed_waits_again_and_says_so(browser, held):
    browser.post(f"{ANSWERS}{held.pk}/show/")
    words = Words(html="<p>You are crooks.</p>", reply_to_uri=held.reply_to_uri)
    change_note(note=Note.objects.get(pk=held.pk), words=words, edited_at=None, now=NINE + timedelta(hours=1))

    answers = page(browser)

    assert "You are crooks." in answers
    assert "Its author changed it: Mon 2 Mar, 10:00." in answers
    assert "1 answer waits for you to look" in browser.get("/desk/").content.decode()


def test_a_desk_without_answers_says_so(browser):
    assert "Nothing waits." in page(browser)
    assert "Nobody has answered yet." in page(browser, showing="shown")
    assert "Nothing was taken away." in page(browser, showing="hidden")
    assert "wait for you" not in browser.get("/desk/").content.decode()


def test_nothing_of_another_server_is_loaded_at_the_desk(browser, held):
    answers = page(browser)

    assert "Has a picture: My van" in answers
    assert "van.jpg" not in answers


def test_an_answer_that_is_shown_leaves_the_list_and_stands_for_residents(browser, held):
    browser.post(f"{ANSWERS}{held.pk}/show/")

    held.refresh_from_db()
    assert held.showing == Showing.SHOWN
    assert "thieves" not in page(browser)
    assert "thieves" in page(browser, showing="shown")
    assert AuditEntry.objects.filter(act="network.reply_shown", subject=f"network.note:{held.pk}").exists()


def test_a_hidden_answer_says_who_took_it_away_and_why(browser, held):
    browser.post(f"{ANSWERS}{held.pk}/hide/", {"reason": "Insults"})

    hidden = page(browser, showing="hidden")
    assert "Insults" in hidden
    assert "hidden by Alice Archer" in hidden
    assert "thieves" not in page(browser)


def test_hiding_without_a_reason_asks_for_it(browser, held):
    answer = browser.post(f"{ANSWERS}{held.pk}/hide/", {"reason": "  "})

    held.refresh_from_db()
    assert "Say in a word or two why." in answer.content.decode()
    assert held.showing == Showing.HELD


def test_who_is_blocked_is_hidden_and_follows_no_longer_until_let_in_again(browser, held, riverside):
    team = make_actor(riverside)
    make_follow(held.actor, team)

    browser.post(f"{ANSWERS}{held.pk}/block/", {"reason": "Insults again"})

    held.refresh_from_db()
    block = Block.objects.get(actor=team, target=held.actor)
    assert held.showing == Showing.HIDDEN
    assert not Following.objects.filter(follower=held.actor).exists()
    assert AuditEntry.objects.filter(act="network.actor_blocked").count() == 1

    browser.post(f"/desk/blocked/{block.pk}/end/")

    assert not Block.objects.exists()
    assert AuditEntry.objects.filter(act="network.actor_unblocked").count() == 1


def test_a_report_reaches_the_lead_who_settles_it_once(browser, held):
    browser.post(f"{ANSWERS}{held.pk}/report/", {"words": "He threatens <b>Nadia</b>", "is_forwarded": "on"})

    report = Report.objects.get()
    lead = seat(None, "Lee Lead", role=Role.LEAD)[1]
    waiting = lead.get("/desk/reports/").content.decode()
    for _twice in range(2):
        lead.post(f"/desk/reports/{report.pk}/settle/")

    report.refresh_from_db()
    assert (report.is_forwarded, list(report.notes.all())) == (True, [held])
    assert "He threatens &lt;b&gt;Nadia&lt;/b&gt;" in waiting
    assert report.settled_at is not None
    assert "Nothing waits." in lead.get("/desk/reports/").content.decode()
    assert AuditEntry.objects.filter(act="network.report_settled").count() == 1


def test_what_another_server_is_to_read_is_checked_and_what_stays_here_is_not(browser, held):
    said = {"words": "John Smith, 34, whom we arrested last night, wrote this."}

    refused = browser.post(f"{ANSWERS}{held.pk}/report/", {**said, "is_forwarded": "on"}).content.decode()

    assert "The guidelines refuse this as it is. “John Smith”" in refused
    assert "whom we arrested last night" in refused
    assert not Report.objects.exists()
    browser.post(f"{ANSWERS}{held.pk}/report/", said)
    assert Report.objects.count() == 1


def test_a_question_about_what_another_server_is_to_read_is_answered_by_sending_it_again(browser, held):
    said = {"words": "What a bloody liar.", "is_forwarded": "on"}

    asked = browser.post(f"{ANSWERS}{held.pk}/report/", said).content.decode()
    browser.post(f"{ANSWERS}{held.pk}/report/", said)

    assert "Is this what you mean?" in asked
    assert AuditEntry.objects.get(act="network.reported").detail == {"is_forwarded": True, "meant_so": ["swearing"]}


def test_a_team_and_an_officer_choose_whose_answers_stand_at_once(browser, riverside, alice):
    opened = browser.get(f"{ANSWERS}rule/").content.decode()

    browser.post(f"{ANSWERS}rule/", {"team": ReplyPolicy.NONE, "own": ReplyPolicy.ALL})

    assert "Under what Riverside" in opened
    assert make_actor(riverside).reply_policy == ReplyPolicy.NONE
    assert make_actor(alice).reply_policy == ReplyPolicy.ALL
    assert AuditEntry.objects.filter(act="network.reply_policy").count() == 2


def test_answers_to_an_officers_own_words_stand_on_the_teams_desk_too(browser, riverside, alice):
    note = make_note(make_post(riverside, alice, "My patrol", speaks_as=Voice.OFFICER))

    make_far_note(make_far_actor(), "Where were you?", reply_to_uri=note.uri)

    assert "Where were you?" in page(browser)


@pytest.mark.parametrize("act", ["show", "hide", "block", "report"])
def test_another_team_cannot_touch_an_answer(held, act):
    stranger = seat(make_team("Quarry"), "Bob Barker")[1]

    answer = stranger.post(f"{ANSWERS}{held.pk}/{act}/", {"reason": "No", "words": "No"})

    assert answer.status_code == 404
    assert Note.objects.get(pk=held.pk).showing == Showing.HELD
    assert "thieves" not in page(stranger)


def test_many_answers_come_page_by_page_in_a_fixed_number_of_queries(
    browser, riverside, alice, django_assert_max_num_queries
):
    note = make_note(make_post(riverside, alice))
    for number in range(25):
        make_far_note(
            make_far_actor(), f"Answer {number}.", reply_to_uri=note.uri, now=NINE + timedelta(minutes=number)
        )

    with django_assert_max_num_queries(16):
        first = page(browser)

    assert "Answer 24." in first
    assert "Answer 4." not in first
    assert "before=" in first


# -- mentions ----------------------------------------------------------------------------------------------------------


def told_of(browser):
    page = browser.get("/desk/").content.decode()
    return page.partition("Others mention you")[2]


def test_what_somebody_elsewhere_says_to_the_team_or_the_officer_stands_on_the_first_page(browser, riverside, alice):
    nadia = make_far_actor("nadia")
    to_the_team = make_far_note(nadia, "Thank you <b>all</b>!", mentions=(make_actor(riverside),))
    make_far_note(nadia, "And you, Alice!", mentions=(make_actor(alice),))

    told = told_of(browser)

    assert "Thank you all!" in told
    assert "And you, Alice!" in told
    assert f'href="{to_the_team.uri}"' in told
    assert "@nadia@far.example" in told


def test_a_notice_stands_instead_of_the_words_that_it_covers(browser, riverside):
    make_far_note(make_far_actor(), "Blood.", mentions=(make_actor(riverside),), content_notice="Violence")

    assert "Violence" in told_of(browser)
    assert "Blood." not in told_of(browser)


def test_what_is_said_to_others_or_by_those_who_are_kept_away_does_not_stand_there(browser, riverside, alice):
    team, pest, friend = make_actor(riverside), make_far_actor("pest"), make_far_actor("friend")
    make_far_note(pest, "Nobody asked you.", mentions=(team,))
    keeping_out.block_actor(actor=team, target=pest, now=NINE)
    make_far_note(make_far_actor(host="bad.example:8443"), "Buy watches!", mentions=(team,))
    keeping_out.block_host(HostRule("bad.example", severity="silence"), by=None, now=NINE)
    make_far_note(friend, "Hello, Quarry!", mentions=(make_actor(make_team("Quarry")),))
    answered = make_note(make_post(riverside, alice, "A grey van"))
    make_far_note(friend, "It is mine.", mentions=(team,), reply_to_uri=answered.uri)

    assert told_of(browser) == ""

"""Forces that take part: from the form to the organiser's decision, as the actions keep it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tabard.occasions.tweetathon import access
from tabard.occasions.tweetathon.actions import registrations, tweetathons
from tabard.occasions.tweetathon.models import MOVES, Registration, RegistrationState
from tabard.occasions.tweetathon.tests.event_makers import (
    LATER,
    START,
    make_accepted,
    make_asked,
    make_registration,
    make_tweetathon,
    said,
)
from tabard.occasions.tweetathon.wording import MailboxOfAnybody
from tabard.people.accounts.tests.makers import deliver
from tabard.people.teams.tests.makers import NINE
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
State = RegistrationState
ASK = registrations.ask_to_register


@pytest.fixture
def polday(riverside):
    return make_tweetathon(riverside)


def test_nothing_is_in_force_before_the_mail_is_answered(polday):
    asked = make_asked(polday)

    assert asked.state == State.ASKED
    assert not Registration.objects.confirmed().exists()
    assert not AuditEntry.objects.filter(act="tweetathon.registered").exists()


def test_a_force_at_an_official_domain_takes_part_once_it_has_answered(polday):
    assert make_registration(polday).state == State.ACCEPTED


@pytest.mark.parametrize(
    "more",
    [
        {"email": "anna@police.example"},
        {"email": "anna@evilpolitie.nl"},
        {"email": "anna@politie.nl.example"},
        {"email": "anna@pоlitie.nl"},  # noqa: RUF001  the o is Cyrillic
        {"name": "Pоlitie Utrecht"},  # noqa: RUF001
    ],
)
def test_one_that_could_be_somebody_else_waits_for_the_organiser(polday, more):
    registrations.ask_to_register(tweetathon=polday, words=said(**more), now=NINE)
    found = Registration.objects.get()

    registrations.confirm_registration(registration=found, now=NINE)

    assert found.state == State.WAITING
    assert found.domain.isascii()


def test_the_same_force_twice_waits_for_the_organiser(polday, lead):
    first = make_registration(polday)
    second = make_registration(polday, email="bram@police.uk", name="POLITIE  Utrecht!")
    third = make_registration(polday, email="carla@politie.nl", name="Politie Groningen")

    assert [each.state for each in (first, second, third)] == [State.ACCEPTED, State.WAITING, State.WAITING]
    assert set(Registration.objects.like(first)) == {second, third}


def test_a_mailbox_that_anybody_can_have_is_refused(polday):
    with pytest.raises(MailboxOfAnybody):
        ASK(tweetathon=polday, words=said(email="Chief.Constable@GMAIL.com"), now=NINE)

    assert not Registration.objects.exists()


def test_whoever_asks_for_an_address_that_is_registered_changes_nothing(polday):
    mine = make_registration(polday)

    ASK(tweetathon=polday, words=said(name="Somebody Else", may_be_named=False), now=LATER)

    mine.refresh_from_db()
    assert (mine.name, mine.may_be_named, mine.state) == ("Politie Utrecht", True, State.ACCEPTED)
    deliver()
    assert mail.outbox[-1].subject == "Your registration for Police Day"


def test_before_it_is_confirmed_the_form_sent_last_counts(polday):
    make_asked(polday, name="Politie Utrect")

    again = make_asked(polday, now=LATER)

    assert Registration.objects.get() == again
    assert again.name == "Politie Utrecht"


def test_the_same_form_sent_twice_is_one_mail(polday):
    for _ in range(2):
        make_asked(polday)
    deliver()

    assert len(mail.outbox) == 1


def test_one_address_is_mailed_five_times_a_day_and_no_oftener(polday):
    for number in range(9):
        make_asked(polday, now=NINE + timedelta(minutes=10 * number))
    deliver()

    assert len(mail.outbox) == registrations.MAILS_ALLOWED

    make_asked(polday, now=NINE + timedelta(days=2))
    deliver()

    assert len(mail.outbox) == registrations.MAILS_ALLOWED + 1


def test_a_flood_of_unknown_addresses_keeps_no_known_force_out(polday, monkeypatch):
    monkeypatch.setattr(registrations, "MOST_UNCONFIRMED", 3)
    for number in range(3):
        make_asked(polday, email=f"a@nobody{number}.example")

    with pytest.raises(registrations.TooManyUnconfirmed):
        make_asked(polday, email="a@nobody9.example")

    assert make_registration(polday).state == State.ACCEPTED


def test_what_nobody_confirms_is_forgotten(polday):
    make_asked(polday, email="a@nobody.example")
    kept = make_registration(polday)

    registrations.forget(now=NINE + timedelta(days=3, minutes=1))

    assert list(Registration.objects.all()) == [kept]


@pytest.mark.parametrize("when", [START + timedelta(days=1), START + timedelta(days=400)])
def test_nobody_registers_for_what_is_over(polday, when):
    with pytest.raises(registrations.RegistrationIsShut):
        make_asked(polday, now=when)


def test_nobody_registers_for_what_is_cancelled(polday, lead):
    tweetathons.cancel_tweetathon(tweetathon=polday, reason="A storm.", by=lead, now=NINE)

    with pytest.raises(registrations.RegistrationIsShut):
        make_asked(polday)


def test_while_it_goes_on_a_force_can_still_come(polday):
    assert make_registration(polday, now=START + timedelta(hours=3)).state == State.ACCEPTED


def test_who_was_to_be_asked_is_forgotten_ninety_days_after_the_day(polday):
    made = [make_registration(polday), make_registration(polday, email="b@police.uk", name="Wideshire")]

    registrations.forget(now=polday.ends_at + timedelta(days=89))
    assert Registration.objects.exclude(email="").count() == 2
    registrations.forget(now=polday.ends_at + timedelta(days=90))

    assert {(each.email, each.contact_name) for each in Registration.objects.all()} == {("", "")}
    assert {each.name for each in Registration.objects.accepted()} == {each.name for each in made}


# -- mail --------------------------------------------------------------------------------------------------------------


def test_the_mail_that_asks_says_nothing_that_a_stranger_wrote(polday):
    make_asked(polday, name="Win a prize: https://evil.example", contact_name="Click https://evil.example")
    deliver()

    sent = mail.outbox[0]
    assert sent.to == ["anna@politie.nl"]
    assert "evil" not in sent.body
    assert "/tweetathon/polday/registration/" in sent.body


def test_no_header_is_slipped_in(polday):
    words = said(name="Politie\r\nBcc: all@evil.example", contact_name="Anna\nSubject: Hello")
    ASK(tweetathon=polday, words=words, now=NINE)
    deliver()
    registrations.confirm_registration(registration=Registration.objects.get(), now=NINE)
    deliver()

    assert [set(sent.message().keys()) & {"Bcc", "Cc"} for sent in mail.outbox] == [set()] * len(mail.outbox)
    assert [sent.subject for sent in mail.outbox] == [
        "Confirm: your force takes part in Police Day",
        "Your force takes part in Police Day",
    ]


def test_a_force_is_told_what_became_of_it(polday, lead):
    waits = make_asked(polday, email="chief@police.example", name="Wideshire")
    deliver()
    registrations.confirm_registration(registration=waits, now=NINE)
    deliver()
    registrations.refuse_registration(registration=waits, reason="Is this you?", by=lead, now=LATER)
    deliver()
    registrations.accept_registration(registration=waits, by=lead, now=LATER + timedelta(minutes=1))
    deliver()

    subjects = [sent.subject for sent in mail.outbox]
    assert subjects[1:] == [
        "We look at your registration for Police Day",
        "About your registration for Police Day",
        "Your force takes part in Police Day",
    ]
    assert "Is this you?" in mail.outbox[2].body


def test_those_who_take_part_are_told_of_a_change_and_of_the_end(polday, lead):
    make_registration(polday)
    make_asked(polday, email="a@nobody.example")
    deliver()
    mail.outbox.clear()

    tweetathons.cancel_tweetathon(tweetathon=polday, reason="A storm.", by=lead, now=LATER)
    deliver()

    assert [sent.to for sent in mail.outbox] == [["anna@politie.nl"]]
    assert "A storm." in mail.outbox[0].body


def test_who_withdrew_while_the_mail_waited_gets_none(polday):
    mine = make_registration(polday)

    registrations.withdraw_registration(registration=mine, now=LATER)
    deliver()

    assert mail.outbox == []


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_link_opens_its_own_registration_and_no_other(polday):
    mine = make_registration(polday)
    word = access.link_word(mine, now=NINE)

    assert access.registration_by_link(slug="polday", word=word, now=LATER) == mine
    make_tweetathon(polday.team, "other")
    with pytest.raises(access.LinkExpired):
        access.registration_by_link(slug="other", word=word, now=LATER)
    for forged in (
        word[:-1],
        word.replace(f"{mine.pk}-", f"{mine.pk + 1}-", 1),
        "",
        ".",
        "1-1",
        "é.ü",
        "1-1." + "a" * 43,
    ):
        with pytest.raises(access.LinkForged):
            access.registration_by_link(slug="polday", word=forged, now=LATER)


def test_a_link_ends_in_three_days_before_and_in_thirty_after_the_answer(polday):
    asked = make_asked(polday)
    word = access.link_word(asked, now=NINE)

    with pytest.raises(access.LinkExpired):
        access.registration_by_link(slug="polday", word=word, now=NINE + timedelta(days=3, seconds=1))
    registrations.confirm_registration(registration=asked, now=LATER)
    assert access.registration_by_link(slug="polday", word=word, now=NINE + timedelta(days=29)) == asked
    with pytest.raises(access.LinkExpired):
        access.registration_by_link(slug="polday", word=word, now=NINE + timedelta(days=30, seconds=1))


# -- changing and withdrawing ------------------------------------------------------------------------------------------


def test_a_force_changes_what_it_said_and_still_takes_part(polday):
    mine = make_registration(polday)

    assert registrations.change_registration(registration=mine, words=said(place="Amersfoort"), now=LATER)
    assert not registrations.change_registration(registration=mine, words=said(place="Amersfoort"), now=LATER)
    assert (mine.place, mine.state) == ("Amersfoort", State.ACCEPTED)


def test_a_force_that_takes_another_name_than_it_was_accepted_under_waits_again(polday, lead):
    mine = make_accepted(polday, by=lead, email="chief@police.example", name="Wideshire")

    registrations.change_registration(
        registration=mine, words=said(email="chief@police.example", name="FBI"), now=LATER
    )

    mine.refresh_from_db()
    assert (mine.name, mine.state) == ("FBI", State.WAITING)


def test_who_withdraws_is_forgotten_but_for_the_name_and_can_come_again(polday):
    mine = make_registration(polday)

    registrations.withdraw_registration(registration=mine, now=LATER)
    registrations.withdraw_registration(registration=mine, now=LATER)

    mine.refresh_from_db()
    assert (mine.state, mine.email, mine.contact_name, mine.accounts) == (State.WITHDRAWN, "", "", [])
    assert AuditEntry.objects.filter(act="tweetathon.registration_withdrawn").count() == 1
    assert make_registration(polday, now=LATER).state == State.ACCEPTED


# -- states ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("goal", [State.ACCEPTED, State.REFUSED])
def test_the_organiser_moves_a_registration_only_where_the_table_lets_it(polday, lead, state, goal):
    row = make_registration(polday)
    Registration.objects.filter(pk=row.pk).update(state=state, reason="So." if state == State.REFUSED else "")

    def decide() -> None:
        if goal == State.ACCEPTED:
            registrations.accept_registration(registration=row, by=lead, now=LATER)
        else:
            registrations.refuse_registration(registration=row, reason="No.", by=lead, now=LATER)

    if goal in MOVES[state] or (state == goal == State.ACCEPTED):
        decide()
        row.refresh_from_db()
        assert row.state == goal
    else:
        with pytest.raises(registrations.MoveNotAllowed):
            decide()
        assert Registration.objects.get(pk=row.pk).state == state


def test_the_database_keeps_one_registration_for_an_address(polday):
    mine = make_registration(polday)

    mine.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.save()

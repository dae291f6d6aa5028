"""What is kept of what people type: hashtags, times, names, accounts, mail domains."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabard.lib.text import tag_key
from tabard.occasions.tweetathon import accounts, domains, spans, wording
from tabard.occasions.tweetathon.countries import countries, country_name
from tabard.occasions.tweetathon.models import Clock
from tabard.occasions.tweetathon.tests.event_makers import said
from tabard.occasions.tweetathon.wording import TweetathonWords

SUFFIXES = domains.USUAL_SUFFIXES


# -- hashtags ----------------------------------------------------------------------------------------------------------


def test_hashtags_are_kept_as_written_and_each_once_whatever_its_capitals():
    kept = wording.checked_hashtags(["#PolDay", "poltwt", "\uff03POLDAY", "#警察の日", "#Πολιτσία"])

    assert kept == ("PolDay", "poltwt", "警察の日", "Πολιτσία")


@pytest.mark.parametrize("hashtags", [[], ["#"], ["#24"], ["#pol day"], ["#pol-day"], [f"#a{n}" for n in range(6)]])
def test_what_no_network_takes_as_a_hashtag_is_refused(hashtags):
    with pytest.raises(wording.HashtagsRefused):
        wording.checked_hashtags(hashtags)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_whatever_is_typed_as_hashtags_is_refused_or_can_be_compared(hashtags):
    try:
        kept = wording.checked_hashtags(hashtags)
    except wording.HashtagsRefused:
        return

    keys = [tag_key(hashtag) for hashtag in kept]
    assert all(keys)
    assert len(set(keys)) == len(keys)


# -- time --------------------------------------------------------------------------------------------------------------


def test_at_an_instant_it_runs_for_24_hours_for_all():
    summer = datetime(2026, 3, 29, 0, 30, tzinfo=ZoneInfo("Europe/London"))  # the night that the clocks go forward

    start, end = spans.span_from(summer)

    assert (start, end) == (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 30, 0, 30, tzinfo=UTC))


def test_by_local_time_it_runs_from_midnight_in_the_first_zone_to_midnight_in_the_last():
    start, end = spans.span_of_day(date(2026, 6, 4))

    assert start == datetime(2026, 6, 3, 10, tzinfo=UTC)
    assert end == datetime(2026, 6, 5, 12, tzinfo=UTC)
    kiritimati, pago_pago = (ZoneInfo(name) for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"))
    assert spans.midnight(date(2026, 6, 4), kiritimati) == start
    assert spans.midnight(date(2026, 6, 5), pago_pago) <= end


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Chatham", "Asia/Kathmandu", "Europe/London"])
def test_every_forces_own_day_lies_within_the_whole(zone):
    start, end = spans.span_of_day(date(2026, 10, 25))  # a day of 25 hours in Europe

    own = ZoneInfo(zone)
    assert start <= spans.midnight(date(2026, 10, 25), own)
    assert spans.midnight(date(2026, 10, 26), own) <= end


@pytest.mark.parametrize(
    "when",
    [
        {"clock": Clock.LOCAL},
        {"clock": Clock.INSTANT, "local_date": date(2026, 6, 4)},
        {"clock": Clock.LOCAL, "local_date": date(1, 1, 1)},
        {"clock": Clock.LOCAL, "local_date": date(9999, 12, 31)},
        {"starts_at": datetime(9999, 12, 31, 23, tzinfo=UTC)},
    ],
)
def test_a_time_that_is_missing_or_that_nobody_will_see_is_refused(when):
    with pytest.raises(wording.TimeRefused):
        wording.checked_tweetathon(TweetathonWords(name="Police Day", hashtags=("polday",), **when))


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_name_is_compared_without_accents_capitals_and_signs():
    assert wording.name_key("  Sûreté   du QUÉBEC! ") == wording.name_key("surete du quebec")


def test_a_name_of_letters_that_only_look_right_is_noticed():
    assert wording.mixes_scripts("Pоlitie Utrecht")  # noqa: RUF001  the o is Cyrillic
    assert not wording.mixes_scripts("Полиция Москвы")
    assert not wording.mixes_scripts("Αστυνομία Hellenic Police")


@pytest.mark.parametrize(
    "code", ["", "Pol Day", "pol_day", "-polday", "pol--day", "../desk", "a" * 51, "polday\n/x", "пол"]
)
def test_a_code_that_would_not_stand_well_in_an_address_is_refused(code):
    with pytest.raises(wording.CodeRefused):
        wording.checked_code(code)


# -- accounts ----------------------------------------------------------------------------------------------------------


def test_accounts_of_three_networks_are_told_apart():
    typed = "@politie@social.example\n\n@Politie.NL\nhttps://www.instagram.com/politie/\n@POLITIE@social.example"

    assert accounts.read_accounts(typed) == [
        {"network": "fediverse", "name": "POLITIE@social.example"},
        {"network": "bluesky", "name": "politie.nl"},
        {"network": "web", "name": "https://www.instagram.com/politie/"},
    ]


def test_an_account_reads_back_as_it_was_kept():
    for text in ("@politie@social.example", "@politie.bsky.social", "https://social.example/@politie?lang=nl"):
        account = accounts.read_account(text)

        assert accounts.read_account(accounts.as_typed(account)) == account
        assert accounts.address_of(account).startswith("https://")


@pytest.mark.parametrize(
    "text",
    [
        "@politie", "politie", "@politie@", "@politie@localhost", "@politie@127.0.0.1", "@a b@social.example",
        "<script>@social.example", "@politie@social.example/evil", "http://social.example/@politie",
        "javascript:alert(1)", "https://user:pw@social.example/", "https://social.example:8080/", "https://",
        "https:// x",
        'https://social.example/"><script>', "@politie.localhost", "@-a.example.org", "@a@" + "b" * 400 + ".example",
    ],
)  # fmt: skip
def test_what_is_no_account_is_refused(text):
    with pytest.raises(accounts.AccountRefused):
        accounts.read_account(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_as_an_account_is_refused_or_leads_to_https(text):
    try:
        account = accounts.read_account(text)
    except accounts.AccountRefused:
        return

    address = accounts.address_of(account)
    assert address.startswith("https://")
    assert not set(address) & set("<>\"' \n")


def test_only_so_many_accounts_are_taken():
    with pytest.raises(accounts.AccountRefused):
        accounts.read_accounts("\n".join(f"@a{number}@social.example" for number in range(11)))


# -- mail domains ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "domain",
    [
        "police.uk", "met.police.uk", "scotland.police.uk", "politie.nl", "fbi.gov", "police.gov.au",
        "police.nsw.gov.au", "interieur.gouv.fr", "npa.go.jp", "police.govt.nz", "rcmp-grc.gc.ca",
    ],
)  # fmt: skip
def test_a_domain_that_a_state_keeps_is_official(domain):
    assert domains.is_official(domain, SUFFIXES)


@pytest.mark.parametrize(
    "domain",
    [
        "evilpolice.uk", "police.uk.evil.example", "police.uk.com", "politie.nl.example", "xn--plice-2nd.uk",
        "xn--police-uk.example", "gov.example", "gov.de", "gov.tk", "police.example", "uk", "go.it",
    ],
)  # fmt: skip
def test_a_domain_that_only_looks_like_one_waits_for_the_organiser(domain):
    assert not domains.is_official(domain, SUFFIXES)


@pytest.mark.parametrize("domain", ["gmail.com", "yahoo.co.uk", "web.de", "proton.me", "qq.com"])
def test_a_domain_at_which_anybody_has_a_mailbox_is_known(domain):
    assert domains.is_public_mail(domain)
    assert not domains.is_public_mail(domain.replace(".", "-police.", 1))


def test_the_end_of_a_domain_is_kept_in_one_spelling():
    spelt = ["@Police.UK", "*.police.uk", ".police.uk", " police.uk "]

    assert {domains.checked_suffix(each) for each in spelt} == {"police.uk"}
    assert domains.checked_suffix("gov.*") == "gov.*"
    assert domains.checked_suffix("polizei.österreich.at").startswith("polizei.xn--")


@pytest.mark.parametrize(
    "text", ["", "uk", "com", "gmail.com", "*", "*.*", "police.*", "a b.uk", "police..uk", "<b>.uk"]
)
def test_an_end_that_anybody_can_have_is_refused(text):
    with pytest.raises(domains.SuffixRefused):
        domains.checked_suffix(text)


def test_every_usual_end_is_one_that_an_organiser_could_type():
    assert [domains.checked_suffix(suffix) for suffix in SUFFIXES] == list(SUFFIXES)


def test_what_stands_below_such_a_domain_counts_as_well():
    assert domains.is_public_mail("mail.gmail.com")


# -- countries ---------------------------------------------------------------------------------------------------------


def test_countries_are_known_by_name_in_order():
    names = list(countries().values())

    assert country_name("GB") == "United Kingdom"
    assert country_name("ZZ") == "ZZ"
    assert len(names) == len(set(names)) > 240
    assert names.index("Albania") < names.index("Zambia")


def test_a_name_of_other_things_than_letters_is_none():
    with pytest.raises(wording.NameMissing):
        wording.checked_registration(said(name="!!! \u202e"))


def test_a_line_end_in_a_name_is_a_space():
    kept = wording.checked_registration(said(name="Politie\r\nBcc: all@evil.example"))

    assert kept.name == "Politie Bcc: all@evil.example"


def test_a_year_to_come_has_no_figures_yet():
    with pytest.raises(wording.YearRefused):
        wording.checked_year(wording.YearWords(year=2027, source="Report", posts=1), date(2026, 6, 4))

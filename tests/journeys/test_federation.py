"""Two Tabard servers, each with its own domain and TLS, and the peer on Fedify: what people do at one arrives at the
other, whoever of them speaks and whoever hears; how they keep one another away; and how servers find one another."""

from urllib.parse import quote

import pytest

from tests.journeys.fediverse import (
    NAMES,
    TABARDS,
    Tabard,
    at_tabard,
    each_kind,
    everybody,
    fedify_to_tabard,
    from_tabard,
    heard,
    join,
    tabard_to_fedify,
    to_tabard,
    wait_for,
)

READER = "alder.example"


# -- saying and following ----------------------------------------------------------------------------------------------


@everybody
def test_a_post_reaches_a_follower_elsewhere(two):
    note = two.speaker.post("Found: a red bicycle.", notice="Stolen things", language="en")

    kept = heard(two.hearer, note)

    assert kept["by"] == two.speaker.uri
    assert "Found: a red bicycle." in kept["content"]
    assert (kept["notice"], kept["language"], kept["gone"]) == ("Stolen things", "en", False)


@everybody
def test_a_reply_stands_under_the_post_that_it_answers(two):
    note = two.speaker.post("Who has lost a bicycle?")
    heard(two.hearer, note)

    reply = two.hearer.post("It is mine.", answers=note)

    kept = heard(two.speaker, reply)
    assert (kept["by"], kept["answers"]) == (two.hearer.uri, note)
    assert "It is mine." in kept["content"]


@everybody
def test_a_boost_and_a_like_are_counted_and_taken_back(two):
    note = two.speaker.post("Market on Friday.")
    heard(two.hearer, note)

    def marks() -> tuple[list[str], list[str]]:
        known = two.speaker.knows(note)
        return known["boosts"], known["likes"]

    two.hearer.do("boost", note=note)
    two.hearer.do("like", note=note)
    wait_for(lambda: marks() == ([two.hearer.uri], [two.hearer.uri]), "both have come")
    two.hearer.do("unboost", note=note)
    two.hearer.do("unlike", note=note)
    wait_for(lambda: marks() == ([], []), "both have gone")


@everybody
def test_an_edit_changes_what_others_hold(two):
    note = two.speaker.post("Market on Friday.")
    heard(two.hearer, note)

    two.speaker.do("edit", note=note, text="Market on Saturday.")

    kept = wait_for(lambda: k if "Saturday" in (k := two.hearer.knows(note))["content"] else None, "the edit has come")
    assert "Friday" not in kept["content"]


@everybody
def test_what_is_deleted_goes_everywhere(two):
    note = two.speaker.post("Wanted: a man in a blue coat.")
    heard(two.hearer, note)

    two.speaker.do("delete", note=note)

    kept = wait_for(lambda: k if (k := two.hearer.knows(note))["gone"] else None, "the deletion has come")
    assert kept["content"] == ""


@everybody
def test_who_stops_following_hears_no_more(two):
    two.hearer.do("unfollow", whom=two.speaker.handle)
    wait_for(lambda: two.hearer.uri not in two.speaker.do("followers"), "the follower has gone")
    other = join(two.hearer.server, "other")
    other.follow(two.speaker)

    note = two.speaker.post("Nothing new.")

    heard(other, note)
    assert two.speaker.uri not in two.hearer.do("following")


@everybody
def test_whoever_follows_one_who_moves_follows_where_they_went(two):
    """At Tabard an officer leaves their team; elsewhere somebody moves to another account."""
    there = two.speaker.server
    leaver, hearer = join(there, "leaver", team=two.speaker.name), join(two.hearer.server, "friend")
    hearer.follow(leaver)

    leaver.do("move", to=two.speaker.name)

    wait_for(lambda: hearer.do("following") == [two.speaker.uri], f"{hearer.handle} follows the heir")
    wait_for(lambda: hearer.uri in two.speaker.do("followers"), "the heir is followed")


# -- refusing ----------------------------------------------------------------------------------------------------------


@each_kind
def test_a_follower_who_is_removed_follows_no_longer(two):
    two.speaker.do("remove_follower", whom=two.hearer.handle)

    wait_for(lambda: two.hearer.do("following") == [], f"{two.hearer.handle} knows")
    assert two.speaker.do("followers") == []


@pytest.mark.parametrize("elsewhere", TABARDS)
def test_a_follow_that_is_refused_is_over(elsewhere, neighbours):
    private, asker = join(neighbours[READER], "private", refuses=True), join(neighbours[elsewhere], "asker")

    asker.do("follow", whom=private.handle)

    wait_for(lambda: asker.do("asking") == [], "the asker knows")
    assert asker.do("following") == []
    assert private.do("followers") == []


@each_kind
def test_who_is_blocked_hears_nothing_more_until_the_block_is_lifted(two):
    two.speaker.do("block", whom=two.hearer.handle)
    wait_for(lambda: two.hearer.do("blocked_by") == [two.speaker.uri], "the block has come")
    assert (two.hearer.do("following"), two.speaker.do("followers")) == ([], [])
    two.hearer.do("follow", whom=two.speaker.handle)
    wait_for(lambda: two.hearer.do("asking") == [], "the follow is refused")
    assert two.hearer.do("following") == []

    two.speaker.do("unblock", whom=two.hearer.handle)

    wait_for(lambda: two.hearer.do("blocked_by") == [], "the block is lifted")
    two.hearer.follow(two.speaker)
    note = two.speaker.post("Good that you are back.")
    heard(two.hearer, note)


@to_tabard
def test_what_somebody_says_who_is_blocked_does_not_come_in(at, elsewhere, neighbours):
    pest, team = join(neighbours[at], "pest"), join(neighbours[elsewhere], "team")
    team.do("block", whom=pest.handle)
    wait_for(lambda: pest.do("blocked_by") == [team.uri], "the block has come")

    rude = pest.post("Nobody asked you.", mentions=[team.handle])

    wait_for(lambda: at_tabard(team).do("taken_in", by=pest.uri), "it was looked at")
    assert team.knows(rude) == {}


# -- reporting ---------------------------------------------------------------------------------------------------------


@to_tabard
def test_a_report_from_elsewhere_is_read_by_the_digital_lead(at, elsewhere, neighbours):
    reader, team = join(neighbours[at], "reader"), join(neighbours[elsewhere], "team")
    reader.follow(team)
    note = team.post("The thief lives at number 4.")
    heard(reader, note)

    reader.do("report", note=note, words=f"{team.name} names a private address.")

    server = at_tabard(team)
    cookie = server.do("sit_down_as_lead")

    def read() -> str:
        page = server.page("/desk/reports/", Cookie=cookie)
        return page if f"{team.name} names a private address." in page else ""

    page = wait_for(read, "the lead reads it")
    assert f"@{team.name}<" in page
    assert f'href="{note}"' in page


@tabard_to_fedify
def test_a_report_that_is_passed_on_names_the_server_and_no_officer(two):
    author, team = two.hearer, two.speaker
    team.follow(author)
    note = author.post("Buy cheap watches!")
    heard(team, note)

    team.do("report", note=note, words="Spam, and not for the first time.")

    def flags() -> list[dict[str, object]]:
        return [act for act in author.do("arrived") if act["type"] == "Flag" and note in act["objects"]]

    (flag,) = wait_for(flags, "the report has come")
    assert flag["actor"] == f"https://{team.server.host}/actor/"
    assert flag["objects"] == [author.uri, note]
    assert flag["words"] == "Spam, and not for the first time."


# -- being found and read ----------------------------------------------------------------------------------------------


@pytest.fixture
def reader(neighbours):
    return join(neighbours[READER], "reader")


@pytest.mark.parametrize("name", TABARDS)
def test_a_peer_finds_a_team_by_its_handle_and_reads_what_it_is(name, neighbours, reader):
    team = join(neighbours[name], "team")
    note = team.post("Market on Friday.")
    wait_for(lambda: team.knows(note), f"{note} is a note")

    card = reader.do("finger", what=f"acct:{team.handle.removeprefix('@')}")
    found = reader.do("read", what=team.handle)
    said = reader.do("read", what=note)

    assert card["subject"] == f"acct:{team.handle.removeprefix('@')}"
    assert team.uri in [link.get("href") for link in card["links"] if link["rel"] == "self"]
    assert (found["id"], found["type"], found["preferredUsername"]) == (team.uri, "Group", team.name)
    assert (said["id"], said["attributedTo"]) == (note, team.uri)


@pytest.mark.parametrize("name", TABARDS)
def test_a_peer_reads_what_runs_here(name, neighbours, reader):
    told = reader.do("nodeinfo", what=f"https://{neighbours[name].host}/")

    assert (told["software"]["name"], told["protocols"]) == ("tabard", ["activitypub"])
    assert told["openRegistrations"] is False
    assert told["usage"]["users"]["total"] >= 0


@pytest.mark.parametrize("name", TABARDS)
def test_host_meta_leads_to_the_handle(name, neighbours):
    server = neighbours[name]
    assert isinstance(server, Tabard)
    team = join(server, "team")

    host_meta = server.page("/.well-known/host-meta")
    template = host_meta.partition('template="')[2].partition('"')[0]
    card = server.page(template.replace("{uri}", quote(f"acct:{team.handle.removeprefix('@')}")))

    assert f'"{team.uri}"' in card


@pytest.mark.parametrize("name", TABARDS)
def test_the_key_of_the_server_itself_can_be_had_without_a_signature(name, neighbours, reader):
    server = f"https://{neighbours[name].host}/actor/"

    key = reader.do("key", what=f"{server}#main-key")

    assert key == {"id": f"{server}#main-key", "owner": server}


@pytest.mark.parametrize("name", NAMES)
def test_tabard_finds_a_person_by_their_handle_wherever_they_are(name, neighbours):
    looker = neighbours["marlow.example" if name != "marlow.example" else "peelborough.example"]
    somebody = join(neighbours[name], "somebody")

    assert looker.do("find", what=somebody.handle) == somebody.uri
    assert looker.do("find", what=f"{somebody.handle}x") is None


def test_a_peer_reads_all_that_a_team_has_said_page_by_page(neighbours, reader):
    team = join(neighbours["peelborough.example"], "team")
    notes = [team.post(f"Word {number}.") for number in range(25)]
    wait_for(lambda: all(map(team.knows, notes)), "all are out")

    said = reader.do("collection", what=f"{team.uri}outbox")

    assert said == [f"{note}#create" for note in reversed(notes)]


def test_a_peer_reads_who_follows_a_team_as_far_as_they_let_themselves_be_found(neighbours, reader):
    team = join(neighbours["peelborough.example"], "team")
    other = join(neighbours["marlow.example"], "other")
    other.follow(team)
    reader.follow(team)

    assert reader.do("collection", what=f"{team.uri}followers") == [other.uri]
    assert reader.do("read", what=f"{team.uri}followers")["totalItems"] == 2


@from_tabard
def test_what_is_pinned_stands_first_elsewhere(two, reader):
    note = two.speaker.post("Who we are, and when you can meet us.")
    heard(two.hearer, note)

    two.speaker.do("pin", note=note)

    wait_for(lambda: two.hearer.knows(note)["pinned"], "it is pinned there too")
    assert reader.do("collection", what=f"{two.speaker.uri}featured") == [note]


@fedify_to_tabard
def test_what_somebody_elsewhere_pins_is_known_here(two):
    note = two.speaker.post("Who I am.")
    heard(two.hearer, note)

    two.speaker.do("pin", note=note)

    wait_for(lambda: two.hearer.knows(note)["pinned"], "it is pinned here too")

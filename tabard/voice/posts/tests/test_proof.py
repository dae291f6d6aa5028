"""Records that were handed out are proven, hash by hash: whatever was changed in them shows."""

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.posts import actions, jobs
from tabard.voice.posts.models import Post, PostVersion
from tabard.voice.posts.models.versions import hash_of
from tabard.voice.posts.proof import faults_in, manifest_in
from tabard.voice.posts.tests.makers import (
    REFUSED,
    approve,
    make_draft,
    make_held,
    make_post,
    make_retracted,
    make_sergeant,
    review_of,
)
from tabard.voice.posts.wording import Poll

pytestmark = pytest.mark.django_db
MEET = Poll(("Monday at six", "Friday at noon"), 3600)
LATE = NINE + timedelta(days=8 * 366)


@pytest.fixture
def team():
    return make_team("Riverside")


@pytest.fixture
def alice(team):
    return make_officer(team=team)


def export(folder, *words):
    call_command("export_records", "--from", "2026-01-01", "--to", "2040-12-31", "--output", str(folder), *words)
    return json.loads((folder / "records.json").read_text())


def prove(folder):
    said = StringIO()
    call_command("export_records", "--verify", str(folder), stdout=said)
    return said.getvalue()


def edit(post, by, text, *, now=NINE, **more):
    actions.edit_post(post=post, by=by, text=text, content_notice="", language="en", now=now, **more)


def write_everything(team, alice):
    """A poll, an edit, a picture, an override with its reasons, what was given back, taken back and erased."""
    sally = make_sergeant(team)
    make_post(team, alice, "When shall we meet?", poll=MEET)
    edit(make_post(team, alice, "Found by the lock."), alice, "Found, and gone home.")
    make_post(team, alice, "The mill.", content_notice="Fire", pictures=(make_picture(alt="The mill at dusk"),))
    refused = make_draft(team, alice, REFUSED)
    actions.ask_override(post=refused, by=alice, reason="The coroner asked.", now=NINE)
    approve(review_of(refused), sally, reason="Agreed.")
    approve(review_of(make_held(team, alice)), sally)
    actions.return_review(review=review_of(make_held(team, alice)), by=sally, reason="Who pays it?", now=NINE)
    make_retracted(team, alice)
    Post.objects.filter(pk=make_post(team, alice, "Long ago.").pk).update(published_at=NINE - 8 * timedelta(days=366))
    jobs.erase_expired(NINE)


# -- what stands under a version's hash --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("text", "Other words."),
        ("content_notice", ""),
        ("language", "cy"),
        ("descriptions", ["Another mill"]),
        ("poll", {"options": ["Yes", "No"], "is_multiple": False, "seconds": 3600, "votes": [9, 0]}),
        ("context", {"answers": "https://far.example/1"}),
    ],
)
def test_each_of_what_the_public_saw_stands_under_the_hash(name, other, team, alice):
    picture = make_picture(alt="The mill")
    version = make_post(team, alice, content_notice="Fire", pictures=(picture,)).versions.get()
    assert version.computed_hash() == version.sha256

    setattr(version, name, other)

    assert version.computed_hash() != version.sha256


def test_the_context_says_for_whom_it_spoke_and_what_it_went_on_after(team, alice):
    first = make_post(team, alice)
    series = actions.start_series(team=team, by=alice, name="A night with us", now=NINE)

    second = make_post(team, alice, "And home.", reply_to=first, series=series)

    assert second.versions.get().context == {
        "speaks_as": "team",
        "speaker": second.handle_name,
        "audience": "public",
        "series": "A night with us",
        "reply_to": first.pk,
        "answers": "",
    }


def test_a_version_of_before_the_context_was_kept_is_proven_by_the_four_that_it_had():
    told = {"text": "Found.", "content_notice": "", "language": "en", "descriptions": [], "poll": None, "context": None}

    expected = hashlib.sha256(b'["Found.","","en",[]]').hexdigest()
    assert hash_of(told) == expected


def test_half_a_letter_that_an_app_sent_can_be_hashed():
    told = {"text": "\ud800", "content_notice": "", "language": "en", "descriptions": [], "poll": None, "context": {}}

    assert len(hash_of(told)) == 64


def test_an_approval_names_the_version_that_it_let_out_and_the_chain_says_so_too(team, alice, tmp_path):
    post = make_held(team, alice)
    approve(review_of(post), make_sergeant(team))

    record = export(tmp_path / "out")[0]

    (review,), (version,) = record["reviews"], record["versions"]
    assert (review["version_id"], review["version"], review["version_sha256"]) == (version["id"], 1, version["sha256"])
    published = next(entry for entry in record["audit"] if entry["act"] == "posts.published")
    assert published["detail"] == {"version": 1, "sha256": version["sha256"], "review": review["id"]}


# -- proving -----------------------------------------------------------------------------------------------------------


def test_records_of_every_kind_are_proven_and_say_with_which_mark(team, alice, tmp_path):
    write_everything(team, alice)
    records = export(tmp_path / "out")
    assert any(record["erased_at"] for record in records)

    told = prove(tmp_path / "out")

    mark = json.loads((tmp_path / "out/manifest.json").read_text())["audit_chain"]
    assert "8 posts" in told
    assert told.endswith(f"tabard audit verify --expect {mark['entries']}:{mark['last_hash']}\n")
    assert prove(tmp_path / "out/records.json") == told


def forge(folder, change):
    """As somebody does who also makes the hash of the file fit."""
    path = folder / "records.json"
    records = json.loads(path.read_text())
    change(records)
    path.write_text("[\n" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n]\n")
    renew_hash(folder, path.name)


def renew_hash(folder, name):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def first_with(records, kind, **values):
    return next(
        row for record in records for row in record[kind] if all(row[name] == value for name, value in values.items())
    )


FORGERIES = {
    "words": (lambda found: first_with(found, "versions", number=1).update(text="Nothing."), "version 1 was changed"),
    "an answer": (
        lambda found: found[0]["versions"][0]["poll"].update(options=["Monday", "Friday"]),
        "version 1 was changed",
    ),
    "votes": (lambda found: found[0]["versions"][0]["poll"].update(votes=[100, 0]), "version 1 was changed"),
    "a description": (
        lambda found: found[2]["versions"][0].update(descriptions=["Nobody"]),
        "version 1 was changed",
    ),
    "a version left out": (lambda found: found[1]["versions"].pop(0), "versions are missing"),
    "words with their hash": (
        lambda found: found[1]["versions"][1].update(
            text="Nothing.", sha256=hash_of({**found[1]["versions"][1], "text": "Nothing."})
        ),
        "version 2 is not the one that entry",
    ),
    "an approval of another": (
        lambda found: first_with(found, "reviews", state="approved").update(version_sha256="0" * 64),
        "is not tied to the version",
    ),
    "an approval that was none": (
        lambda found: first_with(found, "reviews", state="approved").update(state="returned"),
        "let out a version and approved none",
    ),
    "a version without its approval": (
        lambda found: first_with(found, "versions", review_id=found[3]["reviews"][0]["id"]).update(review_id=None),
        "is not tied to the version",
    ),
    "who did it": (lambda found: found[1]["audit"][1].update(actor_name="Somebody"), "audit chain was changed"),
    "when": (
        lambda found: found[1]["audit"][1].update(at="2026-05-05T09:00:00+00:00"),
        "audit chain was changed",
    ),
    "a reason": (
        lambda found: next(e for e in found[3]["audit"] if e["reason"]).update(reason="He wished it."),
        "the reason of entry",
    ),
    "a post left out": (lambda found: found.pop(), "manifest.json counts 8"),
    "a post without its rows": (lambda found: found[1].pop("audit"), "is no record"),
    "a number for a text": (lambda found: found[1]["audit"][1].update(at=7), "is no record"),
    "what a post says now": (lambda found: found[1].update(text="Nothing."), "not those of its last version"),
    "the whole chain": (lambda found: found[1].update(state="retracted"), "tells of other records"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_every_forgery_shows(forgery, team, alice, tmp_path):
    change, told = FORGERIES[forgery]
    write_everything(team, alice)
    export(tmp_path / "out")
    forge(tmp_path / "out", change)

    with pytest.raises(CommandError, match=told):
        prove(tmp_path / "out")


@pytest.mark.parametrize("name", ["records.json", "versions.csv"])
def test_a_file_that_was_touched_or_lost_shows(name, team, alice, tmp_path):
    make_post(team, alice)
    export(tmp_path / "out")
    path = tmp_path / "out" / name
    path.write_text(path.read_text().replace("bicycle", "car"))

    with pytest.raises(CommandError, match=f"{name} was changed"):
        prove(tmp_path / "out")
    if name != "records.json":
        path.unlink()
        with pytest.raises(CommandError, match=f"{name} is missing"):
            prove(tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("posts.csv", lambda text: text.replace("Found,", "Lost,"), r"posts\.csv, row 3, is not what"),
        ("versions.csv", lambda text: text.replace("Found by", "Lost by"), r"versions\.csv, row 3, is not what"),
        ("reviews.csv", lambda text: text.replace("Sally", "Molly"), r"reviews\.csv, row 2, is not what"),
        ("findings.csv", lambda text: text.replace("refuse", "hint"), r"findings\.csv, row 2, is not what"),
        ("audit.csv", lambda text: text.replace("post_id", "posts_id"), r"audit\.csv, row 1, is not what"),
        ("audit.csv", lambda text: text[:-20], r"audit\.csv, row \d+, is not what"),
        ("posts.csv", lambda text: text + "9,Hillside\r\n", r"posts\.csv holds more rows than"),
        ("replaced_drafts.csv", lambda text: text + "\udcff", r"replaced_drafts\.csv holds more rows than"),
    ],
)
def test_a_csv_file_that_does_not_hold_the_records_shows_though_its_hash_was_made_to_fit(
    name, change, told, team, alice, tmp_path
):
    write_everything(team, alice)
    export(tmp_path / "out")
    path = tmp_path / "out" / name
    before = path.read_bytes().decode()
    path.write_bytes(change(before).encode(errors="surrogateescape"))
    assert path.read_bytes().decode(errors="replace") != before
    renew_hash(tmp_path / "out", name)

    with pytest.raises(CommandError, match=told):
        prove(tmp_path / "out")


def test_a_csv_file_that_the_manifest_forgets_shows(team, alice, tmp_path):
    make_post(team, alice)
    export(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    del manifest["sha256"]["posts.csv"]
    (tmp_path / "out/manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(CommandError, match=r"posts\.csv was changed"):
        prove(tmp_path / "out")


def test_other_counts_and_other_days_in_the_manifest_show(team, alice, tmp_path):
    make_post(team, alice)
    export(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    manifest["rows"]["audit"], manifest["from"] = 99, "2026-06-01"
    (tmp_path / "out/manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(CommandError, match=r"audit, and manifest\.json counts 99\.\n.*tells of other records"):
        prove(tmp_path / "out")


def test_of_several_folders_each_is_proven(team, alice, tmp_path):
    make_post(team, alice)
    export(tmp_path / "good")
    export(tmp_path / "bad")
    (tmp_path / "bad/posts.csv").unlink()
    said = StringIO()
    both = ["--verify", str(tmp_path / "bad"), "--verify", str(tmp_path / "good")]

    with pytest.raises(CommandError, match=r"bad: these are not the records.*\nposts\.csv is missing") as refused:
        call_command("export_records", *both, stdout=said)

    assert "good is as it was written" in said.getvalue()
    assert "good" not in str(refused.value)


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"sha256": {}}', '{"sha256": 1}'])
def test_a_folder_without_records_is_refused_in_a_sentence(manifest, tmp_path):
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)

    told = "holds no manifest.json" if manifest is None else "is no manifest of records"
    with pytest.raises(CommandError, match=told) as refused:
        prove(tmp_path)
    assert "Errno" not in str(refused.value)


def test_a_folder_that_is_not_there_or_has_no_records_is_told_so(team, alice, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        prove(tmp_path / "nowhere")

    make_post(team, alice)
    export(tmp_path / "out")
    (tmp_path / "out/records.json").unlink()
    with pytest.raises(CommandError, match=r"records\.json is missing") as refused:
        prove(tmp_path / "out")
    assert "Errno" not in str(refused.value)


def test_a_manifest_leads_to_no_file_outside_its_folder(team, alice, tmp_path):
    make_post(team, alice)
    export(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    (tmp_path / "secret").write_text("x")
    manifest["sha256"]["../secret"] = hashlib.sha256(b"x").hexdigest()

    assert "../secret is missing." in list(faults_in(tmp_path / "out", manifest))


def test_a_request_without_days_says_so(tmp_path):
    with pytest.raises(CommandError, match="Give --from and --to, or --verify"):
        call_command("export_records", "--output", str(tmp_path / "out"))


# -- while posts are erased --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_export_while_posts_are_erased_tells_each_post_whole_or_not_at_all(team, alice, tmp_path):
    one = make_post(team, alice)
    row, said = Post.objects.filter(pk=one.pk).values().get(), one.versions.values().get()
    made = Post.objects.bulk_create(Post(**{**row, "id": None, "token": None}) for _ in range(80))
    PostVersion.objects.bulk_create(PostVersion(**{**said, "id": None, "post_id": post.pk}) for post in made)
    stop = threading.Event()

    def erase_all():
        try:
            while not stop.is_set() and actions.erase_next_expired(now=LATE):
                pass
        finally:
            connection.close()

    folders = []
    with ThreadPoolExecutor(1) as pool:
        erasing = pool.submit(erase_all)
        while not erasing.done() and len(folders) < 40:
            folders.append(tmp_path / str(len(folders)))
            export(folders[-1])
        stop.set()
        erasing.result(60)

    assert folders
    for folder in folders:
        assert list(faults_in(folder, manifest_in(folder))) == []

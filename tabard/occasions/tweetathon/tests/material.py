"""Sayings and files for tests, said in as few words as the test is about."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from tabard.occasions.tweetathon.columns import spool
from tabard.occasions.tweetathon.counting.count import Counted, count
from tabard.occasions.tweetathon.counting.engines import engine
from tabard.occasions.tweetathon.reading.files import Report, read
from tabard.occasions.tweetathon.saying import Saying, X


def make_saying(id="1", **fields):
    return Saying(**{"network": X, "id": id, "author": "7", "handle": "southwalespolice", "text": "Morning", **fields})


def make_status(id=1, **fields):
    """A status of v1.1 as few fields as one can have."""
    user = {"id_str": "7", "screen_name": "SWPNeath", "followers_count": 40}
    return {
        "id": id,
        "id_str": str(id),
        "user": user,
        "created_at": "Fri Mar 22 09:00:00 +0000 2013",
        "text": "Hi",
        **fields,
    }


def make_jetstream(
    operation="create", collection="app.bsky.feed.post", rkey="a", record=None, time=1_779_719_009_157_119
):
    record = record if record is not None else {"text": "Morning", "createdAt": "2026-05-25T14:23:28.757Z"}
    commit = {"operation": operation, "collection": collection, "rkey": rkey, "record": record}
    return {"did": "did:plc:one", "time_us": time, "kind": "commit", "commit": commit}


def make_toot(uri="https://neath.example/users/pc/statuses/1", **fields):
    account = {"acct": "pc", "url": "https://neath.example/@pc", "followers_count": 12}
    told = {"id": "5", "uri": uri, "account": account, "created_at": "2026-03-22T09:00:00.000Z", "content": "<p>Hi</p>"}
    return {**told, "visibility": "public", "tags": [], **fields}


def make_file(folder: Path, *values, name="posts.jsonl") -> Path:
    path = folder / name
    path.write_bytes(b"".join((each if isinstance(each, bytes) else orjson.dumps(each)) + b"\n" for each in values))
    return path


def read_file(path: Path, **options) -> tuple[list[Saying], Report]:
    report = Report()
    return list(read(path, report, **options)), report


def sayings_of(path: Path, **options) -> list[Saying]:
    sayings, report = read_file(path, **options)
    assert report.faults == []
    return sayings


def faults_of(path: Path, **options) -> list[tuple[str, str]]:
    return [(fault.where, fault.why) for fault in read_file(path, **options)[1].faults]


def counted(sayings: Iterable[Saying], *, engine_name="duckdb", master="", **options) -> Counted:
    with TemporaryDirectory() as folder, engine(engine_name, master) as chosen:
        spool(sayings, path := Path(folder) / "sayings.parquet")
        return count(chosen, [path], **options)


def numbers(sayings: Iterable[Saying], *names, **options):
    """The totals of these names; of one name its number alone."""
    told = counted(sayings, **options).as_json()
    found = [told[name] for name in names]
    return found[0] if len(found) == 1 else found

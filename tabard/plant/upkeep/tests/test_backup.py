import gzip
import hashlib
import io
import json
import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tabard.plant.audit.actions import verify_chain, write_audit
from tabard.plant.audit.models import AuditHead
from tabard.plant.delivery.models import Delivery
from tabard.plant.media.models import Picture
from tabard.plant.upkeep import archive, rows
from tabard.plant.upkeep.backup import make_backup, snapshot
from tabard.plant.upkeep.tests.makers import make_delivery, make_house, number_of_entries

NINE = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def backup(path: Path, *, with_secret_key: bool = False) -> archive.Manifest:
    return make_backup(path, now=NINE, with_secret_key=with_secret_key, advance=lambda count: None)


def empty() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        for model in reversed(rows.kept_models()):
            cursor.execute(rows.emptying(model))
    for name in list(default_storage.listdir("ab/cdef")[1]):
        default_storage.delete(f"ab/cdef/{name}")


def contents(manifest: archive.Manifest) -> dict[str, tuple[int, str]]:
    found = {part.model: (part.rows, part.sha256) for part in manifest.parts}
    return {**found, "files": (manifest.media.files, manifest.media.sha256)}


def test_what_comes_back_is_what_was_backed_up(tmp_path):
    make_house(now=NINE)
    before = backup(tmp_path / "one.tar.gz")
    empty()

    call_command("restore", tmp_path / "one.tar.gz")

    after = backup(tmp_path / "two.tar.gz")
    assert contents(after) == contents(before)
    assert contents(before)["audit.AuditEntry"][0] == 3
    assert contents(before)["files"][0] == 1
    assert verify_chain().number == 3
    with default_storage.open("ab/cdef/320.webp") as file:
        assert file.read() == bytes(range(256)) * 40


def test_new_rows_get_fresh_keys_after_a_restore(tmp_path):
    make_house(now=NINE)
    backup(tmp_path / "one.tar.gz")
    newest = Delivery.objects.order_by("pk").last()
    empty()
    call_command("restore", tmp_path / "one.tar.gz")

    fresh = make_delivery(key="three", now=NINE)
    write_audit(actor=None, act="posts.retracted", subject="posts.post:1", now=NINE)

    assert newest is not None
    assert fresh.pk > newest.pk
    assert verify_chain().number == 4


def test_only_the_owner_can_read_the_file(tmp_path):
    backup(tmp_path / "one.tar.gz")

    assert stat.S_IMODE((tmp_path / "one.tar.gz").stat().st_mode) == 0o600


def test_the_secret_key_is_inside_only_when_asked_for(tmp_path, settings):
    backup(tmp_path / "without.tar.gz")
    backup(tmp_path / "with.tar.gz", with_secret_key=True)

    assert settings.SECRET_KEY.encode() not in gzip.decompress((tmp_path / "without.tar.gz").read_bytes())
    assert settings.SECRET_KEY.encode() in gzip.decompress((tmp_path / "with.tar.gz").read_bytes())


def test_a_backup_never_overwrites(tmp_path):
    (tmp_path / "one.tar.gz").write_text("precious")

    with pytest.raises(CommandError, match="never overwrites"):
        call_command("backup", tmp_path / "one.tar.gz")

    assert (tmp_path / "one.tar.gz").read_text() == "precious"


def test_a_snapshot_ends_when_it_is_left(tmp_path):
    with pytest.raises(ZeroDivisionError), snapshot():
        _ = 1 / 0

    with transaction.atomic():
        make_delivery(key="after", now=NINE)
    assert Delivery.objects.count() == 1


def test_a_full_database_is_not_overwritten_unless_told(tmp_path):
    make_house(now=NINE)
    before = backup(tmp_path / "one.tar.gz")
    make_delivery(key="later", now=NINE)
    default_storage.save("later.webp", ContentFile(b"later"))

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", tmp_path / "one.tar.gz")

    assert Delivery.objects.count() == 3

    call_command("restore", tmp_path / "one.tar.gz", "--replace")

    assert contents(backup(tmp_path / "two.tar.gz")) == contents(before)
    assert not default_storage.exists("later.webp")


# -- hostile and harmed files ------------------------------------------------------------------------------------------


def unpack(path: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(path) as tar:
        return [(info, file.read() if (file := tar.extractfile(info)) else b"") for info in tar]


def pack(path: Path, content: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for info, words in content:
            info.size = len(words) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(words))
    return path


def refused(path: Path, why: str) -> None:
    """It is refused for the reason given, and what stood in the database stands there still."""
    before = number_of_entries()
    with pytest.raises(CommandError, match=why):
        call_command("restore", path, "--replace")
    assert number_of_entries() == before
    assert default_storage.exists("ab/cdef/320.webp")


def made(kind: bytes, name: str, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    make_house(now=NINE)
    backup(tmp_path / "whole.tar.gz")
    return tmp_path / "whole.tar.gz"


@pytest.mark.parametrize(
    "guest",
    [
        made(tarfile.REGTYPE, "../../etc/cron.d/tabard"),
        made(tarfile.REGTYPE, "/etc/cron.d/tabard"),
        made(tarfile.REGTYPE, "media/../../secret-key"),
        made(tarfile.REGTYPE, "media/./x"),
        made(tarfile.REGTYPE, "media/a\nb"),
        made(tarfile.REGTYPE, "media\\..\\x"),
        made(tarfile.REGTYPE, "program.py"),
        made(tarfile.SYMTYPE, "media/x", "/etc/passwd"),
        made(tarfile.LNKTYPE, "media/x", "media/ab"),
        made(tarfile.DIRTYPE, "media/x"),
        made(tarfile.FIFOTYPE, "media/x"),
        made(tarfile.CHRTYPE, "media/x"),
    ],
    ids=lambda info: f"{info.type!r} {info.name!r}",
)
def test_a_guest_in_the_archive_is_refused(whole, tmp_path, guest):
    content = unpack(whole)

    refused(pack(tmp_path / "hostile.tar.gz", [(guest, b""), *content]), "not a plain file|with a name")


@pytest.mark.parametrize("victim", ["audit.AuditEntry", "media/", "manifest.json"])
def test_one_changed_byte_is_found_before_anything_is_touched(whole, tmp_path, victim):
    content = [
        (info, words.replace(b"posts", b"pasts", 1).replace(b"\x01\x02", b"\x02\x01").replace(b"3", b"4"))
        if victim in info.name
        else (info, words)
        for info, words in unpack(whole)
    ]

    refused(pack(tmp_path / "harmed.tar.gz", content), "were changed|cannot be read|not a backup|differ")


def test_a_missing_table_or_file_is_found(whole, tmp_path):
    for victim in ("audit.AuditEntry", "media/", "manifest.json"):
        content = [(info, words) for info, words in unpack(whole) if victim not in info.name]

        refused(pack(tmp_path / f"{victim[:5]}.tar.gz", content), "not those|no manifest")


def test_the_same_table_twice_is_refused(whole, tmp_path):
    content = unpack(whole)

    refused(pack(tmp_path / "twice.tar.gz", [content[0], *content]), "more than its manifest")


@pytest.mark.parametrize("left", [10, 200, 3000, -1, -20])
def test_a_file_cut_short_is_refused(whole, tmp_path, left):
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole.read_bytes()[:left])

    refused(cut, "damaged|cut short")


def test_noise_is_refused(whole, tmp_path):
    for number, noise in enumerate([b"", b"hello", bytes(range(256)) * 9, gzip.compress(b"x" * 4000)]):
        path = tmp_path / f"{number}.tar.gz"
        path.write_bytes(noise)

        refused(path, "damaged|no manifest")


def test_a_bomb_is_refused(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "ROOM_BEFORE_RATIO", 1_000_000)
    bomb = [(made(tarfile.REGTYPE, "media/bomb"), bytes(80_000_000)), *unpack(whole)]

    refused(pack(tmp_path / "bomb.tar.gz", bomb), "absurd size")


def test_a_header_of_absurd_size_is_refused(whole, tmp_path):
    info = made(tarfile.XHDTYPE, "media/x")
    info.size = 10_000_000_000
    path = tmp_path / "header.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf(tarfile.USTAR_FORMAT if info.size < 8**11 else tarfile.GNU_FORMAT)))

    refused(path, "absurd size|damaged")


def test_rows_that_break_the_rules_change_nothing(whole, tmp_path):
    """A manifest can be made to fit a table that was tampered with: the database still keeps its own rules."""
    content = {info.name: (info, words) for info, words in unpack(whole)}
    name = next(name for name in content if "changes.Consequence" in name)
    forged = content[name][1].replace(b'"change_id":', b'"change_id":9')
    manifest = archive.Manifest.from_bytes(content["manifest.json"][1])
    for part in manifest.parts:
        part.sha256 = hashlib.sha256(forged).hexdigest() if part.name == name else part.sha256
    content[name] = (content[name][0], forged)
    content["manifest.json"] = (content["manifest.json"][0], manifest.to_bytes())

    refused(pack(tmp_path / "harmed.tar.gz", list(content.values())), "do not fit")


def test_a_backup_of_other_tables_says_what_to_do(whole, tmp_path):
    content = unpack(whole)
    words = json.loads(content[-1][1])
    words["migrations"] = [*words["migrations"], "posts.0099_from_the_future"]
    content[-1] = (content[-1][0], json.dumps(words).encode())

    refused(pack(tmp_path / "future.tar.gz", content), "0099_from_the_future")


def test_a_restored_key_is_put_where_the_server_reads_it(tmp_path, settings, capsys):
    backup(tmp_path / "one.tar.gz", with_secret_key=True)
    old, settings.SECRET_KEY, settings.DATA_FOLDER = settings.SECRET_KEY, "another-key", tmp_path
    (tmp_path / "secret-key").write_text("another-key")

    call_command("restore", tmp_path / "one.tar.gz", "--replace")

    assert (tmp_path / "secret-key").read_text() == old
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert "secret key is back" in capsys.readouterr().out


def test_a_key_that_the_environment_gives_is_left_alone(tmp_path, settings, capsys):
    backup(tmp_path / "one.tar.gz", with_secret_key=True)
    settings.SECRET_KEY, settings.DATA_FOLDER = "another-key", tmp_path

    call_command("restore", tmp_path / "one.tar.gz", "--replace")

    assert not (tmp_path / "secret-key").exists()
    assert "left as it was" in capsys.readouterr().err


def test_a_picture_row_survives_with_all_its_words(tmp_path):
    make_house(now=NINE)
    backup(tmp_path / "one.tar.gz")

    call_command("restore", tmp_path / "one.tar.gz", "--replace")

    picture = Picture.objects.get()
    assert (picture.alt, picture.sizes, picture.added_at) == ("Three ducks", {"320": "ab/cdef/320.webp"}, NINE)
    assert AuditHead.objects.get().count == 3


# -- what rooms keep in folders of their own ---------------------------------------------------------------------------


@pytest.fixture
def store(settings, tmp_path):
    """Of one tweetathon, with what passes."""
    settings.DATA_FOLDER = tmp_path / "var"
    folder = settings.DATA_FOLDER / "tweetathon/polday"
    (folder / "parts").mkdir(parents=True)
    for name in ("parts.jsonl", "parts/1.parquet", "key", "heard.passing", "collecting.lock", "parts/2.parquet.new"):
        (folder / name).write_text(f"what {name} holds")
    return folder


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_store_comes_back_without_its_key_and_says_so(store, tmp_path):
    before = backup(tmp_path / "one.tar.gz")
    empty_store(store)

    call_command("restore", tmp_path / "one.tar.gz", replace=True)

    assert names_in(store) == ["key.destroyed", "parts.jsonl", "parts/1.parquet"]
    assert (store / "parts/1.parquet").read_text() == "what parts/1.parquet holds"
    assert before.stores.files == 3
    assert not (store.parent.parent / "tweetathon.restored").exists()


def empty_store(store: Path) -> None:
    (store / "parts/1.parquet").write_text("another")
    (store / "key").unlink()
    (store / "parts/of-another-day.parquet").write_text("another")


def test_a_store_moves_house_with_its_key(store, tmp_path):
    backup(tmp_path / "one.tar.gz", with_secret_key=True)
    (store / "key").unlink()

    call_command("restore", tmp_path / "one.tar.gz", replace=True)

    assert names_in(store) == ["key", "parts.jsonl", "parts/1.parquet"]
    assert stat.S_IMODE((store / "key").stat().st_mode) == 0o600


def test_a_store_that_is_there_is_in_the_way_like_a_row(store, tmp_path):
    backup(tmp_path / "one.tar.gz")

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", tmp_path / "one.tar.gz")

    assert "key" in names_in(store)


def test_a_store_that_was_changed_inside_the_file_is_refused(store, tmp_path):
    backup(tmp_path / "one.tar.gz")
    unpacked = gzip.decompress((tmp_path / "one.tar.gz").read_bytes())
    (tmp_path / "two.tar.gz").write_bytes(gzip.compress(unpacked.replace(b"1.parquet holds", b"2.parquet holds")))

    with pytest.raises(CommandError, match="were changed"):
        call_command("restore", tmp_path / "two.tar.gz", replace=True)

    assert "key" in names_in(store)

"""Valid rows of plant for tests: one of each kind that is hard to carry over."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tabard.plant.audit.actions import write_audit
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import Consequence, RecordedChange
from tabard.plant.delivery.models import GIVE_UP_AFTER, Delivery
from tabard.plant.media.models import Picture


def make_house(*, now: datetime, entries: int = 3) -> None:
    """Audit entries, a picture with its file, a waiting and a dead delivery, a change with what follows."""
    for number in range(1, entries + 1):
        detail = {"nummer": number, "żółw": [None, 1.5, 1e-07, {"b": True, "a": '\u2028\\ " 👮'}]}
        write_audit(actor=None, act="posts.published", subject=f"posts.post:{number}", detail=detail, now=now)
    name = default_storage.save("ab/cdef/320.webp", ContentFile(bytes(range(256)) * 40))
    Picture.objects.create(key="cdef", alt="Three ducks", width=320, height=240, sizes={"320": name}, added_at=now)
    make_delivery(key="one", now=now, remaining=["a@home.example", "b@home.example"])
    make_delivery(key="two", now=now, state=Delivery.State.DEAD, payload={"subject": "Straße\n\t"})
    change = RecordedChange.objects.create(name="posts.PostPublished", payload={"post_id": 7})
    RecordedChange.objects.filter(pk=change.pk).update(recorded_at=now)
    Consequence.objects.create(change=change, job="posts.jobs.show", next_attempt_at=now)


def make_delivery(*, key: str, now: datetime, **fields: object) -> Delivery:
    values = {"channel": "email", "about": "post:7", "next_attempt_at": now, "created_at": now, **fields}
    return Delivery.objects.create(key=key, give_up_at=now + GIVE_UP_AFTER, **values)


def number_of_entries() -> int:
    return AuditEntry.objects.count()

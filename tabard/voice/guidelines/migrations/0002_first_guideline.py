from django.db import migrations
from django.utils import timezone

FIRST = [
    ("people", "We name nobody who is only arrested or suspected, and no victim or witness who has not agreed."),
    ("court", "Courts decide who is guilty. Until they have, we say what happened, and nothing of anybody’s past."),
    ("children", "Nothing we write lets anybody tell who a child is, or who has been the victim of a sexual offence."),
    ("private", "Nobody’s address, number, date of birth or plate belongs here, unless it is what we are looking for."),
    ("operations", "We write about an operation when it is over and everybody is safe, and never about how we watch."),
    ("impartial", "We take no side in politics."),
    ("honest", "We promise only what we can keep: we never say that nobody can be traced."),
    ("reach", "In an emergency call 999. This is no place to report crime, and we ask nobody to catch anybody."),
    ("appeals", "When we look for somebody we say why, until when, how to tell us, and not to approach."),
    ("fair", "We mention origin, religion or health only where it helps somebody. We never tell how or where somebody died by suicide."),
    ("kind", "We laugh at nobody, and write nothing that we would not say to a face on the street."),
    ("plain", "We write plainly, describe our pictures, and put right what we got wrong, in sight of everybody."),
]


def adopt(apps, schema_editor):
    """Every site begins with a guideline, so that each post can say under which it went out."""
    sentences = [{"key": key, "text": text} for key, text in FIRST]
    apps.get_model("guidelines", "Guideline").objects.get_or_create(
        number=1, defaults={"sentences": sentences, "adopted_at": timezone.now()}
    )


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0001_initial")]
    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0002_first_guideline")]

    operations = [
        migrations.AddField(
            model_name="rulechoice",
            name="bounds",
            field=models.JSONField(
                blank=True, default=dict, help_text="Its numbers by name, those that are not as usual."
            ),
        ),
        migrations.AddField(
            model_name="rulechoice",
            name="allowed",
            field=models.TextField(blank=True, default="", help_text="What it is to pass over, one phrase a line."),
            preserve_default=False,
        ),
    ]

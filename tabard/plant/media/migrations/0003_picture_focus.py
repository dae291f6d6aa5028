from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0002_describe_sizes_and_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="focus_x",
            field=models.FloatField(default=0, help_text="From -1, the left edge, to 1; 0 is the middle."),
        ),
        migrations.AddField(
            model_name="picture",
            name="focus_y",
            field=models.FloatField(default=0, help_text="From -1, the lower edge, to 1."),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("focus_x__range", (-1, 1)), ("focus_y__range", (-1, 1))),
                name="picture_focus_within",
            ),
        ),
    ]

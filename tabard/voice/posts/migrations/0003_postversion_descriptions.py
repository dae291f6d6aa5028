from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('posts', '0002_post_answers_post_audience_post_poll'),
    ]

    operations = [
        migrations.AddField(
            model_name='postversion',
            name='descriptions',
            field=models.JSONField(blank=True, default=list),
        ),
    ]

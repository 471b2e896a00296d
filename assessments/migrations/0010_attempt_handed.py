from django.db import migrations, models


def hand_over(apps, schema_editor):
    """Results so far were told to the course when they were submitted."""
    attempts = apps.get_model("assessments", "Attempt").objects.filter(submitted_at__isnull=False)
    attempts.exclude(keys_seen=True, allowed_at__isnull=True).update(handed_at=models.F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0009_bank_editing")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="handed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="told to the course"),
        ),
        migrations.RunPython(hand_over, migrations.RunPython.noop, elidable=True),
    ]

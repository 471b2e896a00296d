from django.db import migrations


def take_current_version(apps, schema_editor):
    """The editor's state of a question is what its latest version asks."""
    for question in apps.get_model("assessments", "Question").objects.filter(body={}).iterator():
        current = question.versions.order_by("-number").first()
        if current:
            question.body, question.texts = current.body, current.texts
            question.save(update_fields=["body", "texts"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_engine"),
    ]

    operations = [
        migrations.RunPython(take_current_version, migrations.RunPython.noop),
    ]

"""Reviews and their steps are named by their organisation alone, for readers of every language."""

from django.db import migrations


def shorten(apps, schema_editor):
    models = {name: apps.get_model("wagtailcore", name) for name in ("Task", "Workflow", "WorkflowTask")}
    for step in apps.get_model("review", "IndependentReview").objects.select_related("organisation"):
        key, is_first = step.organisation.key, step.role == "second_reader"
        models["Task"].objects.filter(pk=step.pk).update(name=f"{1 if is_first else 2} · {key}")
        if is_first:
            reviews = models["WorkflowTask"].objects.filter(task=step.pk).values("workflow")
            models["Workflow"].objects.filter(pk__in=reviews).update(name=key)


class Migration(migrations.Migration):

    dependencies = [
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(shorten, migrations.RunPython.noop),
    ]

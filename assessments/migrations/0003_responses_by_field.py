import assessments.questions
from django.db import migrations, models


def by_field(apps, schema_editor):
    """A response and an order were a list; now they are the strings of each field, and a choice has one, ""."""
    items = apps.get_model("assessments", "AttemptItem").objects.all()
    for item in items.iterator():
        if isinstance(item.response, list) or isinstance(item.option_order, list):
            response = {"": item.response} if isinstance(item.response, list) else item.response
            order = {"": item.option_order} if isinstance(item.option_order, list) else item.option_order
            items.filter(pk=item.pk).update(response=response, option_order=order)


def as_lists(apps, schema_editor):
    items = apps.get_model("assessments", "AttemptItem").objects.all()
    for item in items.iterator():
        response = item.response.get("") if isinstance(item.response, dict) else item.response
        order = item.option_order.get("", []) if isinstance(item.option_order, dict) else item.option_order
        items.filter(pk=item.pk).update(response=response, option_order=order)


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0002_question_sources"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attemptitem",
            name="option_order",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(choices=assessments.questions.kind_choices, max_length=16, verbose_name="kind"),
        ),
        migrations.RunPython(by_field, as_lists),
    ]

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rendition(models.Model):
    """What a revision of a translated page says anew: the texts of the lead language as they were then.

    Written by `lms.translation.following` alone. `texts` is {path: [text, …]} as in `pairing.source_texts`;
    `outdated_since` is when the lead language was first published with other texts, None while it says the same.
    """

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    revision = models.OneToOneField("wagtailcore.Revision", models.CASCADE, related_name="+")
    texts = models.JSONField()
    made_at = models.DateTimeField()
    outdated_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")

    def __str__(self):
        return f"{self.page_id}: {self.revision_id}"

    def compare(self, texts, moment):
        """Sets `outdated_since` against the texts of the lead language, new since `moment`."""
        self.outdated_since = None if self.texts == texts else self.outdated_since or moment

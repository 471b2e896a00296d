"""Rows that are written once. Triggers in the database hold it too (`certificates.triggers`)."""

from django.db import models


class Unchangeable(Exception):
    """Somebody tried to change or delete a row that stays as it was written."""


class WrittenOnceQuerySet(models.QuerySet):
    def update(self, **fields):
        raise Unchangeable(self.model.__name__)

    def bulk_update(self, *args, **kwargs):
        raise Unchangeable(self.model.__name__)

    def delete(self):
        raise Unchangeable(self.model.__name__)


class WrittenOnce(models.Model):
    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Unchangeable(type(self).__name__)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise Unchangeable(type(self).__name__)

"""People, the organisations they belong to, and the roles they hold there."""

import uuid
from functools import reduce
from operator import or_

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.core.collation import ByName
from lms.core.folding import plain
from lms.core.models import Trilingual

from . import roles
from .roles import Role, held


class Region(Trilingual):
    """An oblast or city of republican significance (ISO 3166-2:KZ, numeric codes since November 2022)."""

    code = models.CharField(_("ISO code"), max_length=5, primary_key=True)
    name_kk = models.CharField(_("name (Kazakh)"), max_length=80)
    name_ru = models.CharField(_("name (Russian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    centre_kk = models.CharField(_("centre (Kazakh)"), max_length=80, blank=True)
    centre_ru = models.CharField(_("centre (Russian)"), max_length=80, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self):
        return self.text("name")


class ProfessionalRole(Trilingual):
    """What somebody works as (CURRICULUM 6.3): reference data, not a right in the system."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name_kk = models.CharField(_("name (Kazakh)"), max_length=120)
    name_ru = models.CharField(_("name (Russian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "code"]
        verbose_name = _("professional role")
        verbose_name_plural = _("professional roles")

    def __str__(self):
        return self.text("name")


class Organisation(Trilingual):
    """A university, school, service or the Center itself."""

    class Kind(models.TextChoices):
        CENTER = "center", _("the Center")
        UNIVERSITY = "university", _("university")
        SERVICE = "service", _("service or school")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SERVICE)
    name_kk = models.CharField(_("name (Kazakh)"), max_length=200)
    name_ru = models.CharField(_("name (Russian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        ordering = [ByName()]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="center"),
                name="accounts_one_center",
                violation_error_message=_("There is one Center already."),
            ),
        ]

    def __str__(self):
        return self.text("name")


NAMES = ("family_name", "given_name", "patronymic", "latin_family_name", "latin_given_name")


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People whom `user` looks after: they hold a role in, or work for, an organisation of theirs."""
        if not roles.can(user, "manage_people"):
            return self.none()
        where = roles.scope(user, "manage_people")
        if not where:
            return self
        memberships = Membership.objects.filter(where).values("user")
        workers = Profile.objects.filter(where).values("user")
        return self.filter(models.Q(pk__in=memberships) | models.Q(pk__in=workers))

    def called(self, words):
        """People whose names, e-mail or login name hold every word, whatever its case and keyboard."""
        fields = [*(f"profile__{name}" for name in NAMES), "email", "login_name"]
        found = self
        for word in plain(words).split():
            anywhere = (models.Q(**{f"{field}__plain__contains": word}) for field in fields)
            found = found.filter(reduce(or_, anywhere))
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Required by Django for a user model without a user name."""

    def create_user(self, email=None, password=None, **fields):
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can log in: by e-mail, or by the short login name of a join card when there is no mailbox."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    login_name = models.CharField(_("login name"), max_length=20, unique=True, null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, default="kk")
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration account"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_email_ci", violation_error_message=_("This e-mail is taken.")
            ),
        ]

    def __str__(self):
        profile = getattr(self, "profile", None)
        return (profile and profile.full_name) or self.email or self.login_name or str(self.public_id)

    @property
    def is_staff_member(self):
        """Whether a role is held today, or everything is allowed."""
        return self.is_superuser or bool(held(self))

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        profile = getattr(self, "profile", None)
        return (profile and profile.given_name) or str(self)


class Profile(models.Model):
    """What the certificate and the statistics need of a person, and no more (R-05)."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("woman")
        MALE = "m", _("man")
        UNSAID = "-", _("prefer not to say")

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    latin_family_name = models.CharField(_("family name in Latin letters"), max_length=80, blank=True)
    latin_given_name = models.CharField(_("given name in Latin letters"), max_length=80, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, verbose_name=_("organisation")
    )
    professional_role = models.ForeignKey(
        ProfessionalRole, models.PROTECT, null=True, blank=True, verbose_name=_("professional role")
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, default=Sex.UNSAID)
    name_confirmed_at = models.DateTimeField(_("name confirmed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def latin_name(self):
        return " ".join(part for part in (self.latin_given_name, self.latin_family_name) if part)


class MembershipQuerySet(models.QuerySet):
    def active(self, on=None):
        """Memberships in force on the date `on` (default: today)."""
        on = on or timezone.localdate()
        return self.filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on),
            models.Q(ended_at__isnull=True) | models.Q(ended_at__date__gt=on),
            valid_from__lte=on,
        )

    def overlapping(self, valid_from, valid_to):
        """Memberships not ended whose days meet those from `valid_from` to `valid_to` (None: for ever)."""
        rows = self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=valid_from), ended_at__isnull=True)
        return rows.filter(valid_from__lte=valid_to) if valid_to else rows


class MembershipBase(models.Model):
    """What a membership and the wish for one have in common."""

    user = models.ForeignKey(User, models.CASCADE, related_name="%(class)ss", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="%(class)ss", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    valid_from = models.DateField(_("first day"), default=timezone.localdate)
    valid_to = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is ended."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


def dates_in_order(name):
    return models.CheckConstraint(
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
        name=name,
        violation_error_message=_("The last day lies before the first."),
    )


class Membership(MembershipBase):
    """A role that somebody holds in an organisation, from a date to a date.

    Granted and ended by `lms.accounts.domain.memberships` alone, which also writes Wagtail's rights.
    `granted_by` is empty for a role granted on the command line. `ended_at` is set when it was ended at once.
    """

    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    seconded_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [dates_in_order("accounts_membership_dates_in_order")]


class MembershipRequest(MembershipBase):
    """A role that one administrator proposes and a second one must confirm; deleted once it is decided."""

    requested_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("proposed by"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("role to confirm")
        verbose_name_plural = _("roles to confirm")
        constraints = [
            dates_in_order("accounts_membershiprequest_dates_in_order"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="accounts_membershiprequest_once",
                violation_error_message=_("This role already waits for a second administrator."),
            ),
        ]


class FactorReset(models.Model):
    """A second factor that one administrator wants to take away and a second one agrees to; deleted once decided."""

    user = models.OneToOneField(User, models.CASCADE, related_name="factor_reset", verbose_name=_("person"))
    requested_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("proposed by"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("second factor to reset")
        verbose_name_plural = _("second factors to reset")

    def __str__(self):
        return str(self.user)

"""Those who sign in: people of the force. Residents need no account."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", "Officer"
    SERGEANT = "sergeant", "Sergeant (reviews)"
    LEAD = "lead", "Digital lead (administers)"
    SAFEGUARDING = "safeguarding", "Safeguarding lead"


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def leads(self) -> "UserQuerySet":
        return self.active().filter(role=Role.LEAD)

    def with_email(self, address: str) -> "UserQuerySet":
        return self.filter(email__iexact=address.strip())


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person who signs in, by e-mail address and a second factor."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role, default=Role.OFFICER)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False, help_text="Part of the made-up force; its codes may be printed.")
    joined_at = models.DateTimeField(auto_now_add=True)
    session_generation = models.PositiveIntegerField(default=0, help_text="Counted up to end every open session.")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_invited(self) -> bool:
        """Their invitation waits: they have neither set up the account by it nor come in another way."""
        return self.last_login is None and not self.has_usable_password()

    def get_short_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session lives while this stays the same: password, role, and the count of endings."""
        words = f"{self.password}|{self.role}|{self.session_generation}"
        return salted_hmac("accounts.session", words, secret=secret, algorithm="sha256").hexdigest()

"""Those who sign in: people of the force. Residents need no account."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Role(models.TextChoices):
    OFFICER = "officer", "Officer"
    SERGEANT = "sergeant", "Sergeant (reviews)"
    LEAD = "lead", "Digital lead (administers)"
    SAFEGUARDING = "safeguarding", "Safeguarding lead"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person who signs in, by e-mail address and a second factor."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role, default=Role.OFFICER)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False, help_text="Part of the made-up force; its codes may be printed.")
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name

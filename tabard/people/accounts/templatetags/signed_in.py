"""`{{ request|is_signed_in_by_half }}`: whether only the first of two factors was shown: then no desk is open yet."""

from django import template
from django.http import HttpRequest

from tabard.people.accounts.access import has_shown_second_factor

register = template.Library()


@register.filter
def is_signed_in_by_half(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not has_shown_second_factor(request)

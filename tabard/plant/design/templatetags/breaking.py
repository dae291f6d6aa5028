"""`{{ address|breakable }}`: where a long word may go on in the next line of a narrow page."""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
AFTER = re.compile(r"(?<=[@.])")


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that breaks after its “@” and its dots, and not within a word."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in AFTER.split(address) if part))

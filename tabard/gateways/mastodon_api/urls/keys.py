"""Ids in addresses: numbers that fit the database's columns; whatever else is asked for is not there."""

from django.urls import register_converter


class Key:
    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Key, "key")

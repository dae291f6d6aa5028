"""The parts of a message that a signature may cover, and the text that is signed: RFC 9421 §2."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote

from tabard.lib.signatures.messages import Message
from tabard.lib.signatures.refusals import Unreadable
from tabard.lib.signatures.structured import read_dictionary, read_field, written, written_item

# the fields with `sf` must be of a known type: RFC 9421 §2.1.1; these are the ones that requests and answers here hold
FIELD_TYPES = {
    "accept": "list",
    "accept-signature": "dictionary",
    "cache-control": "dictionary",
    "content-digest": "dictionary",
    "content-length": "item",
    "content-type": "item",
    "priority": "dictionary",
    "repr-digest": "dictionary",
    "signature": "dictionary",
    "signature-input": "dictionary",
    "want-content-digest": "dictionary",
    "want-repr-digest": "dictionary",
}


class Component(NamedTuple):
    """A component's name with its parameters, as http-sf reads and writes an item."""

    name: str
    parameters: dict[str, Any]


def signature_base(components: Sequence[Component], parameters: dict[str, Any], message: Message) -> bytes:
    """RFC 9421 §2.5. Raises Unreadable for what the message does not hold."""
    names = [(component.name, frozenset(component.parameters.items())) for component in components]
    if len(set(names)) < len(names):
        raise Unreadable("the signature covers a component twice")
    lines = [f"{written_item(*component)}: {value_of(component, message)}" for component in components]
    lines.append(f'"@signature-params": {written_parameters(components, parameters)}')
    try:
        return "\n".join(lines).encode("ascii")
    except UnicodeEncodeError:
        raise Unreadable("the signature covers a header that is not ASCII") from None


def written_parameters(components: Sequence[Component], parameters: dict[str, Any]) -> str:
    return written([([tuple(component) for component in components], parameters)])


def value_of(component: Component, message: Message) -> str:
    name, parameters = component
    if parameters.get("req") is True:  # RFC 9421 §2.4
        if message.request is None:
            raise Unreadable("only an answer can cover its request")
        rest = {key: value for key, value in parameters.items() if key != "req"}
        return value_of(Component(name, rest), message.request)
    if name == "@query-param":
        return _query_parameter(parameters, message)
    if name.startswith("@"):
        return _derived(component, message)
    return _field(component, message)


# -- derived components: RFC 9421 §2.2 ---------------------------------------------------------------------------------

DERIVED: dict[str, Callable[[Message], str]] = {
    "@method": lambda message: message.method,
    "@target-uri": lambda message: message.target_uri,
    "@authority": lambda message: message.authority,
    "@scheme": lambda message: message.scheme,
    "@request-target": lambda message: message.target,
    "@path": lambda message: message.path,
    "@query": lambda message: f"?{message.query}",
}


def _derived(component: Component, message: Message) -> str:
    if component.parameters:
        raise Unreadable("a derived component has an unknown parameter")
    if component.name == "@status" and message.status is not None:
        return str(message.status)
    if component.name not in DERIVED or message.status is not None:
        raise Unreadable("the signature covers a derived component that this message does not have")
    return DERIVED[component.name](message)


def _query_parameter(parameters: dict[str, Any], message: Message) -> str:
    """RFC 9421 §2.2.8: the name stands percent-encoded, and must occur once."""
    if set(parameters) != {"name"} or message.status is not None:
        raise Unreadable("the signature covers a query parameter without a name, or of an answer")
    found = [
        value
        for name, value in parse_qsl(message.query, keep_blank_values=True)
        if _form_encoded(name) == parameters["name"]
    ]
    if len(found) != 1:
        raise Unreadable("the signature covers a query parameter that is not there once")
    return _form_encoded(found[0])


def _form_encoded(text: str) -> str:
    return quote(text, safe="*").replace("~", "%7E")


# -- fields: RFC 9421 §2.1 ---------------------------------------------------------------------------------------------


def _field(component: Component, message: Message) -> str:
    name, parameters = component
    value = message.value(name)
    if value is None:
        raise Unreadable("the signature covers a header that is not there")
    flags = {key for key, flag in parameters.items() if flag is True}
    match sorted(parameters):
        case []:
            return value
        case ["sf"] if flags == {"sf"} and name in FIELD_TYPES:
            return written(read_field(value, FIELD_TYPES[name]))
        case ["bs"] if flags == {"bs"}:
            return written([line.encode("latin-1") for line in message.lines.get(name, [value])])
        case ["key"] | ["key", "sf"] if flags == set(parameters) - {"key"}:
            return _member(value, parameters["key"])
    raise Unreadable("the signature covers a header in a way that we do not know")  # trailers among them


def _member(value: str, key: object) -> str:
    dictionary = read_dictionary(value)
    if not isinstance(key, str) or key not in dictionary:
        raise Unreadable("the signature covers a member that the header does not have")
    return written([dictionary[key]])

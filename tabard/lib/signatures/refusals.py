"""Why a request's signature was not accepted. No text names a value of the request, so that it may be logged."""


class SignatureRefused(Exception):
    """Whoever sent the request is not proved; subclasses say why."""


class NotSigned(SignatureRefused):
    pass


class BadSignature(SignatureRefused):
    """The key did not make this signature, or not for this request."""


class Unreadable(BadSignature):
    """The signature, or a header that it needs, breaks its grammar or our bounds."""


class SignatureTooOld(SignatureRefused):
    pass


class SignatureFromFuture(SignatureRefused):
    pass


class DigestMissing(SignatureRefused):
    """A body without a digest of a kind that we can check."""


class DigestMismatch(SignatureRefused):
    """The body, or one of the digests of it, was altered."""


class HeaderNotCovered(SignatureRefused):
    """The signature holds, but says too little: `name` is not under it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the signature does not cover {name}")
        self.name = name


class KeyUnknown(SignatureRefused):
    pass


class AlgorithmRefused(SignatureRefused):
    """An algorithm that we do not take, or one that is not for this kind of key."""

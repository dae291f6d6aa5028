"""Why a document was not taken in. No text holds a word of it, so that it may be logged."""


class Refused(Exception):
    """The document says nothing that we can use; subclasses say why."""


class AddressRefused(Refused):
    """An id is missing, no https address, or too long."""


class HostMismatch(Refused):
    """Parts of one document claim to be of different servers, or it speaks for somebody else."""


class NotAnActor(Refused):
    pass


class NotANote(Refused):
    pass


class NotAnActivity(Refused):
    pass

"""What can happen to events and priorities."""

from dataclasses import dataclass

from tabard.plant.changes.changes import Change


@dataclass(frozen=True)
class EventAdded(Change):
    event_id: int


@dataclass(frozen=True)
class EventChanged(Change):
    event_id: int


@dataclass(frozen=True)
class EventCancelled(Change):
    event_id: int


@dataclass(frozen=True)
class PriorityAdded(Change):
    priority_id: int


@dataclass(frozen=True)
class PriorityChanged(Change):
    priority_id: int


@dataclass(frozen=True)
class PriorityReviewed(Change):
    priority_id: int


@dataclass(frozen=True)
class PriorityClosed(Change):
    priority_id: int

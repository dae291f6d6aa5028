"""Who in this process listens to what. Thread-safe to publish to; subscribers live on the server's event loop."""

import asyncio
import threading
from collections import defaultdict
from dataclasses import dataclass, field

WAITING_MESSAGES = 100
END = ""
"""In place of a message: this page is to hear no more."""


@dataclass(eq=False)
class Subscriber:
    """One open page. A page that does not read loses the oldest messages, never the server its memory."""

    topics: frozenset[str]
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(WAITING_MESSAGES))

    def offer(self, message: str) -> None:
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(message)


class Hub:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_topic: dict[str, set[Subscriber]] = defaultdict(set)

    def join(self, topics: frozenset[str]) -> Subscriber:
        subscriber = Subscriber(frozenset(), asyncio.get_running_loop())
        self.change(subscriber, topics)
        return subscriber

    def change(self, subscriber: Subscriber, topics: frozenset[str]) -> None:
        """From now on it listens to `topics`, and to no other."""
        with self._lock:
            for topic in subscriber.topics - topics:
                self._by_topic[topic].discard(subscriber)
                if not self._by_topic[topic]:
                    del self._by_topic[topic]
            for topic in topics - subscriber.topics:
                self._by_topic[topic].add(subscriber)
            subscriber.topics = topics

    def leave(self, subscriber: Subscriber) -> None:
        self.change(subscriber, frozenset())

    def send(self, topic: str, message: str) -> None:
        """Hand `message` to every page of this process that listens to `topic`; callable from any thread."""
        with self._lock:
            listening = list(self._by_topic.get(topic, ()))
        for subscriber in listening:
            if not subscriber.loop.is_closed():
                subscriber.loop.call_soon_threadsafe(subscriber.offer, message)

    def end_all(self) -> None:
        """Let every page of this process go: the server stops. Browsers come back by themselves."""
        with self._lock:
            listening = {subscriber for subscribers in self._by_topic.values() for subscriber in subscribers}
        for subscriber in listening:
            subscriber.loop.call_soon_threadsafe(subscriber.offer, END)

    def listening_to(self, topic: str) -> int:
        with self._lock:
            return len(self._by_topic.get(topic, ()))

    def __len__(self) -> int:
        with self._lock:
            return len({subscriber for listening in self._by_topic.values() for subscriber in listening})


hub = Hub()

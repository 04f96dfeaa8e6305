"""The outbox: what happened, told once to everyone who listens.

publish("birth.registered", {"person": 12})      inside the transaction that registers the birth

@listens_to("birth.registered")
def offer_what_follows(payload): ...             runs in the worker, at least once, in a transaction of its own
"""

from madang.core.events.outbox import listens_to, publish

__all__ = ["listens_to", "publish"]

"""The outbox: what happened, told once to everyone who listens."""

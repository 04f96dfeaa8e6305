"""Authoritative facts, each with an owner, read only with a purpose and a legal basis, every read logged."""

"""Certificates and revocation lists as bytes: no Django, no files."""

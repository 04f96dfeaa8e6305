"""The interfaces for machines: Open311 GeoReport v2, inbound e-mail and text messages."""

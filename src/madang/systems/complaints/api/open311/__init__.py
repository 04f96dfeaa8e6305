"""Open311 GeoReport v2, all of it, in XML and JSON: http://wiki.open311.org/GeoReport_v2."""

"""The Philippines: 4Ps (RA 11310) and the social pension (RA 11916)."""

"""Running it safely: health, backup, restore and the drill that proves them."""

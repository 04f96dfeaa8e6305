"""Madang: open-source digital government. The government proposes, citing the law; the person confirms."""

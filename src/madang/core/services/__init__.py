"""What the government proposes and what people can ask for: catalogue, scan, offers, awards."""

"""Work: cases, clocks in law, decisions, appeals, and the officers' desk."""

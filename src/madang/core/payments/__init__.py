"""Payment instructions, files to the bank, its answers, and what must be paid back."""

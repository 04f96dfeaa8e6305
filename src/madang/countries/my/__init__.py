"""Malaysia: Sumbangan Tunai Rahmah (STR) 2024."""

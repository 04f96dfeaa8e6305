"""The Republic of Korea: Child Allowance, first-meeting voucher, Basic Pension."""

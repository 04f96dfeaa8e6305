"""Payment messages and money arithmetic in pure Python: no Django, no database.

One module for each thing: `currencies` (exact money), `iso20022` (the typed parts of a payment), `field_rules` (what each
field may hold), `pain001` (orders to the bank), `pain002` (the bank's answers), `status_reasons` (what an answer means in
plain words), `schema` (structure), `simulated_bank`, `pay_day` and `recovery`.
"""

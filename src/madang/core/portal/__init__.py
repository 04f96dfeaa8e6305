"""The pages of the people: what is offered, cases, letters, data and who read them; and the public pages before sign-in."""

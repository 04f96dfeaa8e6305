"""Changes of facts, one verb a module: each validates, writes, and publishes its event in the same transaction."""

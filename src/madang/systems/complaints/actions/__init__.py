"""One verb per file: checks permission, writes, records, tells."""

"""A tamper-evident log in pure Python: RFC 9162 Merkle tree, C2SP tlog-tiles, signed-note checkpoints. No Django, no I/O."""

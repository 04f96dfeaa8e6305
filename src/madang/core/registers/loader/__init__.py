"""Loading files into registers: `load(register, path)`."""

from madang.core.registers.loader.load import Options, load

__all__ = ["Options", "load"]

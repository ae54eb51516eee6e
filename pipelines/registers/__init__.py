"""Registers: what stewards keep in `config/*.csv`, loaded, cross-checked and ready for look-ups."""

from pipelines.registers.agencies import Agency, AgencyHit
from pipelines.registers.checks import check
from pipelines.registers.lastgood import load_last_good
from pipelines.registers.registers import ConfigError, ConfigFault, Registers, default_config_dir, load

__all__ = ["Agency", "AgencyHit", "ConfigError", "ConfigFault", "Registers", "check", "default_config_dir", "load", "load_last_good"]

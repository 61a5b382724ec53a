"""Every rule beyond OSSA's schema, in the order in which they run."""

from exporter.rules.rule import Rule

RULES: tuple[Rule, ...] = ()

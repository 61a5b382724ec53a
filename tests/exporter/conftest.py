"""Golden projects have tests of their own, which are not ours; and no test here depends on how fast it is."""

from hypothesis import HealthCheck, settings

collect_ignore_glob = ["golden/*/expected"]

settings.register_profile("exporter", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("exporter")

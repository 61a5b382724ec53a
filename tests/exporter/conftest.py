"""Golden projects have tests of their own, which are not ours."""

collect_ignore_glob = ["golden/*/expected"]

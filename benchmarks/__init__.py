"""What `make bench` measures: medians, each with a ratio to a yardstick measured in the same run."""

"""The project's own tests: offline, with a scripted model. Run them with `pytest`."""

"""Runs agents, tells what happens, counts what it costs: the playground's engine room."""

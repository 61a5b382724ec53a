"""The Python modules that every exported project ships unchanged, and that the playground imports."""

"""How much text we are willing to read; everything beyond is refused with a diagnostic, early and cheaply."""

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 50
# Nodes of all documents together, each use of an alias counted with all that it stands for.
MAX_NODES = 30_000
MAX_DOCUMENTS = 100
# Of each document, in its text and in what it says.
MAX_PROBLEMS = 200

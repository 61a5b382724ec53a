"""The wire protocol over HTTP, below /agents/{agent}: thin, since commands.py has the verbs."""

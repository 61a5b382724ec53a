"""What `make bench-playground` measures: what viewers, tokens and runs cost, beside a bare server."""

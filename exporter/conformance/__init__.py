"""Documents against OSSA 0.4: the verdict of the official schema, but in words, at a place, and once per cause."""

"""Documents against OSSA 0.4: the official schema's verdict, in words, at a place, once per cause.

Where the official schema is mistaken, the verdict follows it and the diagnostics do not:

- A document without `kind` is held against all four kinds at once; we say that the kind is missing.
- The pattern of `apiVersion` accepts `foo/v1` and `ossa/v0.4; anything`; we say that the version is unknown.
- `format` (uri, email, date-time) is not checked by it, nor by us.
- `spec.memory: 5` and the like are accepted, because nothing is said of them; we warn (`open-field`).

Only extensions of frameworks that pass through untouched are not looked at.
"""

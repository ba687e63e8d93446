"""The catalogue: what the service offers, what it costs, and the words of the camera.

Takes the rows of `models.toml`, `prices.toml`, `words.toml` and `limits.toml`, each with its source
and the day it was read, and rows of a user's own: those for all projects, then the project's.
Yields one frozen `Catalog`.
Promises: a fact that the vendor may change stands in a row and nowhere in code; a row of a user's
changes the columns that it has and no other; rows that do not agree are refused, each by its place.
"""

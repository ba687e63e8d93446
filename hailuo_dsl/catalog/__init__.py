"""The catalogue: what the service offers, what it costs, and the words of the camera.

Takes the rows of `models.toml`, `prices.toml` and `words.toml`, each with its source and the day
it was read, and the user's own rows if there are any. Yields one frozen `Catalog`.
Promises: a fact that the vendor may change stands in a row and nowhere in code.
"""

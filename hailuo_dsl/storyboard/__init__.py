"""Tree to storyboard, and the checks on it.

Takes a `Script` and the catalogue. Yields a `Storyboard`: shots in order, names bound, settings
inherited, prose expanded, frames followed to the shots they come from. Nothing is missing after
`resolve`; what could not be read makes its own shot unsound and no other.
`checks` then hold the shots against what the service offers and against the pictures' bytes.
Promises: pure; one mistake is said once; a shot's order is the script's order.
"""

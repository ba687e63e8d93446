"""Ground floor: what every floor stands on.

Takes nothing and knows nothing of films: a source text, a span in it, a diagnostic about it,
how a diagnostic is drawn or told as data, allowed by a comment or put right by its fix, and how a
likely word is suggested.
Promises: pure, standard library only, cheap to import.
"""

"""Ground floor: what every floor stands on.

Takes nothing and knows nothing of films: a source text, a span in it, a diagnostic about it,
how a diagnostic is drawn, and how a likely word is suggested.
Promises: pure, standard library only, cheap to import.
"""

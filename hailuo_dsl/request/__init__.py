"""Storyboard to requests.

Takes a storyboard, the catalogue and a provider's row. Yields one `Request` a take: the body that
the gateway wants, the source map of its prompt, and the requests whose frames it waits for.
Promises: every character of every prompt says where in the script it came from; every body is
what the JSON Schema made from the catalogue allows.
"""

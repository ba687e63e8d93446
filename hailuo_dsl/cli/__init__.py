"""The command line: each verb in a file of its own.

Takes gestures. Yields text and an exit code. A verb is read when it is called, so that
`hailuo-dsl check` starts without what only `run` needs.
"""

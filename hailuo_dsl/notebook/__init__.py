"""The notebook face: one widget and the `%%shots` magic.

Takes gestures in a cell or on a control. Yields pixels. Everything that lasts runs on the loop
thread of `studio`; a callback only hands over, and nothing is printed from one.
"""

"""Animatic: a start frame, camera moves and perhaps a last frame become a moving preview.

Takes the pictures' bytes (or a shot's words) and the moves of its prompt, as `model.Animatic`.
Yields frames (RGB, uint8, height by width by 3) and MP4 files.
Promises: frame 0 is the start frame, or a slate where there is none to be seen; the very last
frame is the last frame that was asked for; every move is seen, in order; nothing uncovered is
black; no clock, no chance, no network: the same animatic gives the same bytes on one machine.
Why so: an author sees what the camera will do before anything is paid for, and the simulator
answers with the same picture. A camera is a path of poses (`camera`), and a pose is looked at
through one function (`draw`), so that depth can come in behind it.
"""

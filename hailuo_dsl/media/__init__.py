"""Media: what pictures and clips are, their frames, and how clips are written, trimmed and joined.

Takes the bytes of pictures, the paths of clips, and frames as arrays.
Yields facts, frames (RGB, uint8, height by width by 3), MP4 files and joined reels.
Promises: looks at bytes and never at names; a file appears whole or not at all; the same input
gives the same bytes on one machine; what cannot be read is told in one sentence, as a value
(`FileProblem`) where a check asks and as `MediaError` everywhere else.
Why so: this is the only floor that knows codecs, so that the libraries behind it can change.
"""

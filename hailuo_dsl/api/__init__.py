"""The wire: checked bodies out, a tolerant decoder in, the client, and the simulator.

Takes bodies and a provider's profile. Yields task ids, answers and clips on the disk, or one of
the few errors of `errors`. The only floor that knows HTTP.
Promises: a body is held against the wire's schema before it is sent; no key in any message or
repr; whether a failed submit may have been accepted is said by the error's type.
"""

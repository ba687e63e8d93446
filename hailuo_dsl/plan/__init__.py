"""Requests to a plan.

Takes requests and what is known of the pictures. Yields the `Plan`: one step a take, in the order
of the script, each with what makes it the same job tomorrow and with its price.
Promises: pure; the same script and pictures give the same plan.
"""

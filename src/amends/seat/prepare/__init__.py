"""Prepare: a complaint is made ready step by step, with any company; the server keeps nothing of it."""

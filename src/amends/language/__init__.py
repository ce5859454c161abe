"""What was said: scripts, search tokens, redaction, references. Pure: no Django, no I/O."""

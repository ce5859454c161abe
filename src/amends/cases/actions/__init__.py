"""Every write of the case file: one verb_noun function per act, each inside one `record()`."""

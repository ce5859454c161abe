"""What a rep is about to send, checked: one check, one file."""

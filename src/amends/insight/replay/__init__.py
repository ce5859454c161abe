"""What a time that is over would have cost under a policy."""

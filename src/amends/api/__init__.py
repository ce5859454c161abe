"""The seats for programs: the same actions, through a typed door."""

"""The demonstration: two invented brands, their people, and some 400 stories told through the actions."""

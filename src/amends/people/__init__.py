"""Brands, staff, teams, roles and customers; who may do what, answered with a reason."""

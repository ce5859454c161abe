"""The rows of the people room."""

from amends.people.models.brand import Brand, Team
from amends.people.models.customer import Address, Customer, Household
from amends.people.models.staff import Membership, SignInLink, Staff

__all__ = ["Address", "Brand", "Customer", "Household", "Membership", "SignInLink", "Staff", "Team"]

"""The pages of the company's seat, one file for each place."""

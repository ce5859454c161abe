"""The policy studio: a draft read as tables, edited in forms, checked, compared, tried, summed over a year."""

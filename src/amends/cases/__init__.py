"""The case file: its rows, every write, the shared reads, and the record that proves them."""

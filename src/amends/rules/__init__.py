"""What is right: transitions, clocks, order of work. Pure: no Django, no I/O, `now` is an argument."""

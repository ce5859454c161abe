"""`python -m amends`: the command."""

from amends.site.command import main

main()

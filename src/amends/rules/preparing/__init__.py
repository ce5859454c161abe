"""How a complaint is prepared, with any company: what a rep will ask, one outcome, by what way, what comes next."""

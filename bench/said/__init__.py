"""How well and how fast texts are read: `./amends bench language`."""

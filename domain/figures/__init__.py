"""How often does what happen to customers? Numbers that name nobody."""

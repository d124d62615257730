"""Do two pictures look alike? Told by what is kept of their looks, without the pictures."""

# Of 64 bits. A picture that was saved anew or made smaller differs in three at most, the next one taken in more.
MOST_APART = 4


def alike(look: str, other: str) -> bool:
    """Whether two looks, of 16 hexadecimal digits each, differ in few bits only. "" is a picture of which no look is
    known, and like no other."""
    return bool(look and other) and (int(look, 16) ^ int(other, 16)).bit_count() <= MOST_APART

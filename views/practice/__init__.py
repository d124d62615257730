"""How do staff see what customers see? A counter to practise at: the whole application once more, with nobody in it."""

"""How does any procedure go? Steps, runs, commits, without a word of what they are about."""

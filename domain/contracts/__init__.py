"""Which contracts are whose, what do they say, and what was asked of them?"""

"""Who has an account, what lets them in, and what happened to it?"""

"""Who calls, and whose login was waiting for it?"""

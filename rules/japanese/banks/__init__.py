"""Which bank, branch, account and holder does a customer mean, and how do banks write them? (612)"""

"""The journey of 103 to 105, written by others' means: what is the application measured against?"""

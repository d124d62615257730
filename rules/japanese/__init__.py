"""How are Japanese names, dates, addresses, numbers and banks read and shown?"""

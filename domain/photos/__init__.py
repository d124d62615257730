"""Pictures of accidents: how do they come in, how are they read, kept, and sent to the person in charge?"""

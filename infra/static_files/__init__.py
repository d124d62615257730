"""How do styles, programs and pictures reach browsers: few, small, and under names that are never used twice?"""

"""How is one question asked, read and judged, whatever the procedure?"""

"""What do the insurer's own people do for a customer who telephones? (screens.md section 12)"""

"""What do the insurer's own people see? Pages under /staff, apart from every portal."""

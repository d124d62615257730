"""How does each procedure go? One file a procedure; registry.py knows which there are."""

"""What the product talks about: frozen values and the ports between its parts. Standard library only."""

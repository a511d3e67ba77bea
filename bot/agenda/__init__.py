"""Events over time: what lies ahead, what became of it, what is said of it and when."""

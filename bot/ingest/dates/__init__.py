"""Days, periods, times and zones as people write them."""

"""iCalendar files as documents of events."""

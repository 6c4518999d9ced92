"""What every room stands on: subjects, audit events, the clock and errors."""

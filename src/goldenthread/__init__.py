"""Golden Thread: the open system of record for place partnerships."""

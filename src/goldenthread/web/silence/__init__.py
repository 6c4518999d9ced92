"""Who is silent, and handing over."""

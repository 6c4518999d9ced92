"""Mail on its way out: written down with what caused it, sent after that, and every step of it kept."""

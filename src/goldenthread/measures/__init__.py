"""How we know: measures, series, periods, baselines and targets."""

"""Populations of a standard make-up by age, that rates of places with young and with old people are compared on."""

from typing import Final

EUROPEAN_2013: Final = {
    "0-4": 5000, "5-9": 5500, "10-14": 5500, "15-19": 5500, "20-24": 6000, "25-29": 6000, "30-34": 6500,
    "35-39": 7000, "40-44": 7000, "45-49": 7000, "50-54": 7000, "55-59": 6500, "60-64": 6000, "65-69": 5500,
    "70-74": 5000, "75-79": 4000, "80-84": 2500, "85-89": 1500, "90+": 1000,
}  # fmt: skip
"""People of each of 19 age bands in 100,000: the European Standard Population 2013. Eurostat (2013), Revision of the
European Standard Population, Methodologies and working papers, table 1; free to use with its source named."""

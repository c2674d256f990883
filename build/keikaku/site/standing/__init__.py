"""How things stand, in sentences and figures: attainment, records over the years, what is new, counts."""

"""Law packs, one folder a country: dated parameters, benefits, calendar, areas, languages."""

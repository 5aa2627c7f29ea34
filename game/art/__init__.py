"""Art as data: what every tile and every sprite looks like, as shapes in JSON files that any painter can read."""

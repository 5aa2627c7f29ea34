"""How partners are judged: rounds with others, people foretold, and the reports made from them."""

"""The page that ``dateline read`` prints, one a report: a part of the command line, and so a door."""

"""From bytes to :class:`~dateline.records.Report`: a file per format, cleaning, and what part of a report is what."""

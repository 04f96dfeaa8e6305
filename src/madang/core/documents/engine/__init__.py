"""Letters as PDF: what stands in them, how they are set, and how a file is told to be genuine. No Django."""

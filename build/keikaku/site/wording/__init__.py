"""Words of the pages: interface strings, labels, figures and dates, Japanese on English pages, easy Japanese."""

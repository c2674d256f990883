"""Tables of the pages as cells with titles: values, years, editions, quality, schedules."""

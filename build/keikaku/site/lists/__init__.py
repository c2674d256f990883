"""Lists that compare: statuses, themes across cities, related projects, what editions changed; with their files."""

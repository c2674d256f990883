"""Publishing a whole built site on a host of static files: as a branch of a git repository, or in a bucket."""

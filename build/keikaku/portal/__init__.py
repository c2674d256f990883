"""Publishing a built package on a prefecture's portal (CKAN): read, compare, write, read back, make public."""

"""Publishing beyond the site: sending what a build left to other machines; `sparql` sends its graphs to a store."""

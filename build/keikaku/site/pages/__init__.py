"""The pages: one module a kind of page, each with its frozen context and the function that makes it."""

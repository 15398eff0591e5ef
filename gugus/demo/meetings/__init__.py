"""The five articles' meetings as data, and the loader that has a region's people hold them."""

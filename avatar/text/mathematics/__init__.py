"""Mathematics in a text, `$x^2$` or a²+b²=c²: found, taken apart into a tree, and said in the language's words."""

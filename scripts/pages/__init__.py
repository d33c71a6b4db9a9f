"""The site's generated pages: each module turns tables into Markdown; nothing is typed twice."""

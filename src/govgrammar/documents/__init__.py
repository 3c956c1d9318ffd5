"""HTML, DOCX, XLSX and PDF as the same physical cells that text has.

Each reader turns a file into blocks, paragraphs and tables in the document's order (`blocks`); `assemble` writes them as one
text with its cells, and from there on everything is as it is for text.  A reader needs the extra of its name.
"""

"""What people and programs see of the checks: text, JSON, SARIF, annotations, pages; and which findings are accepted.

Everything here is a function from a `Checked` to text.  Nothing reads or writes a file: the command line does.
"""

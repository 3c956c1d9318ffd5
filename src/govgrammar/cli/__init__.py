"""The command line: arguments, files, printing, exit status; nothing else reads files or prints."""

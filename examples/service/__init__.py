"""An HTTP service that reads reports: an example of govgrammar inside a program that strangers send files to."""

"""The tools of those who write grammar and corpus."""

"""The demo: a made-up magazine, served from memory on this machine and crawled twice."""

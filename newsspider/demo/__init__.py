"""The demo: a small made-up magazine, served from memory on this machine and crawled twice."""

from newsspider.demo.runs import run, run_both

__all__ = ["run", "run_both"]

"""Commands that keep an archive whole: verify, repair, back up, withdraw, re-extract, rebuild."""

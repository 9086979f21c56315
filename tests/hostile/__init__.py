"""What attacks newsspider: servers, sites and bodies made to take it down.

`python -m hostile [WORD]`, from tests/, runs every attack whose name has WORD and prints a table;
`make test-long` runs them all.  Each module that `attacks` lists has a function `attacks()`: from the name
of an attack to a function without arguments that carries it out and gives its `Outcome`, with the faults
that it found.

| module | attacks |
|---|---|
| `answers` | what a server sends in the place of a story: bombs, floods, redirects |
| `damage` | files of an archive that were damaged, cut, deleted or replaced |
| `slow` | a server that sends a byte now and then, for ever |
| `traps` | sites without an end, and a new story on their front |
"""

"""Prints the `sh` blocks of Markdown files as one script, each in a sub-shell of its own.

`--done COMMAND` leaves out a line that the caller has run already.
"""

import sys


def blocks(path):
    inside, lines, start = False, [], 0
    with open(path, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            bare = line.strip()
            if inside and bare == "```":
                inside = False
                yield start, lines
            elif inside:
                lines.append(line)
            elif bare == "```sh":
                inside, lines, start = True, [], number


paths, done = [], set()
words = iter(sys.argv[1:])
for word in words:
    if word == "--done":
        done.add(next(words))
    else:
        paths.append(word)

for path in paths:
    for start, lines in blocks(path):
        lines = [line for line in lines if line.strip() not in done]
        if not lines:
            continue
        print(f"# --- {path}:{start}")
        print(f"echo '+ {path}:{start}'")
        print("(")
        print("".join(lines), end="")
        print(")")

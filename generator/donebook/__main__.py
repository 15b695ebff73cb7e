"""`python -m donebook`: the command, where its script isn't on the path."""

from donebook.cli.main import main

main()

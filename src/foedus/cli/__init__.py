"""The command line ``foedus``: what the rest of Foedus answers, told to a person or as JSON.

:mod:`~foedus.cli.main` is the door. Commands stand in one module a group; each looks up what it was asked
(:mod:`~foedus.cli.lookup`), makes the answer as plain data (``plain_*``), and writes it as JSON or as a page
(``*_page``). What is heavy (packs, rich) is imported inside the commands, so that ``--help`` is quick.
"""

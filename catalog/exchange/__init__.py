"""Contents out of the catalogue and back: items as a workbook or as YAML, differences before anything is written.

`tables` says what the sheets look like, `workbook` writes them, `sheets` reads them, `rows` turns rows into items
and back, `yamlfiles` reads YAML; `changes` checks what came in against the whole catalogue and writes it. Neither
the loader nor a running part of the system imports this package: it needs openpyxl and Python 3.11.
"""

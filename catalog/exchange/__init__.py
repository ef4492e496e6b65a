"""Contents out of the catalogue and back: items as a workbook or as YAML, differences before anything is written.

`columns` and `tables` say what the sheets look like, `workbook` writes them, `archive` and `sheets` read them,
`rows` turns rows into items and back, `yamlfiles` reads YAML; `changes` checks what came in against the whole
catalogue, `layout` and `writing` write it. Neither the loader nor a running part of the system imports this package:
it needs openpyxl.
"""

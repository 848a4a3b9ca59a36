"""An import contract of our own: what a room shows is nobody else's to build on.

The `protected` contract of import-linter needs a section for each room; this one holds for every room there is.
"""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivatePages(Contract):
    """In the given wings, the modules called `private` in a room are imported only from within that room."""

    type_name = "private"

    wings = fields.ListField(subfield=fields.StringField())
    private = fields.ListField(subfield=fields.StringField())
    mounted_by = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    """Modules that give the rooms' streams their addresses, as the list of addresses does for views."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare the room of each importer with the room of what it imports."""
        broken = [
            f"{importer} imports {module}"
            for module in sorted(graph.modules)
            if self._is_private(module)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if _room(importer) != _room(module) and importer not in cast(list[str], self.mounted_by)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each forbidden import."""
        for line in check.metadata["broken"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()

    def _is_private(self, module: str) -> bool:
        parts = module.split(".")
        return len(parts) > 3 and parts[1] in cast(list[str], self.wings) and parts[3] in cast(list[str], self.private)


def _room(module: str) -> list[str]:
    return module.split(".")[:3]

"""GraphQL documents as sets, so that whitespace, order and spelling do not count."""

from graphql import GraphQLSyntaxError, parse, print_ast
from graphql.language import FieldNode, OperationDefinitionNode


class Unreadable(ValueError):
    """A document that is no plain operation."""


class Document:
    """The one operation of a document: kind, name, declared variables, arguments and selections by path."""

    def __init__(self, text):
        try:
            definitions = parse(text).definitions
        except GraphQLSyntaxError as error:
            raise Unreadable(f"no GraphQL: {error.message}") from None
        if len(definitions) != 1 or not isinstance(definitions[0], OperationDefinitionNode):
            raise Unreadable("more than the one operation; the wire carries no fragments")
        operation = definitions[0]
        self.kind = operation.operation.value
        self.name = operation.name.value if operation.name else None
        declared = operation.variable_definitions or ()
        self.variables = {f"${item.variable.name.value}: {print_ast(item.type)}" for item in declared}
        self.roots = set()
        self.arguments = set()
        self.selections = set()
        self._collect(operation.selection_set, "")

    def _collect(self, selection_set, above):
        for node in selection_set.selections:
            if not isinstance(node, FieldNode):
                raise Unreadable(f"something other than a field below {above or 'the root'}")
            name = f"{node.alias.value}:{node.name.value}" if node.alias else node.name.value
            path = f"{above}.{name}" if above else name
            if not above:
                self.roots.add(name)
            self.selections.add(path)
            for argument in node.arguments or ():
                self.arguments.add(f"{path}({argument.name.value}: {print_ast(argument.value)})")
            if node.selection_set:
                self._collect(node.selection_set, path)

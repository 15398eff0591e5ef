"""The stones of the first wall: every clause of rules, filters and authority that keeps somebody out.

A stone is a place in a function's syntax tree and what stands there without it: a refusal that is not made or
not for one of its grounds, one condition of a filter, a comparison that counts its border. What would only
keep more people out is no stone. The change is made in the function's code in place, so that every import of
it changes too.
"""

import ast
import builtins
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "gugus/core/permissions.py",
    "gugus/core/workflow.py",
    "members/selectors/authority.py",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("**/rules.py") if ".venv" not in path.parts),
    *sorted(
        str(path.relative_to(ROOT))
        for app in ("cases", "meetings")
        for path in (ROOT / app).glob("rules/*.py")
    ),
)
"""What decides; filters of models are found beside them (`filters`), those of cases are tried elsewhere."""
BORDERS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
FILTERS = {"filter", "exclude"}
REACHED = "__reached__"


@dataclass(frozen=True)
class Stone:
    """`function` is `module:qualified.name`; `place` the node's number in it, `turn` its n-th change."""

    function: str
    place: int
    turn: int
    what: str

    @property
    def name(self) -> str:
        return f"{self.function} {self.what}"


def sources() -> list[str]:
    """Files with something to try, in a stable order."""
    return [*(path for path in MODULES if not path.endswith("__init__.py")), *filters()]


@cache
def filters() -> tuple[str, ...]:
    """Files of models that say who sees their rows."""
    found = [
        path.relative_to(ROOT)
        for place in ("members", "rad", "meetings", "gugus")
        for path in (ROOT / place).glob("**/models/*.py" if place != "gugus" else "**/models*/**/*.py")
    ]
    found += [path.relative_to(ROOT) for path in (ROOT / "gugus").glob("*/models.py")]
    return tuple(str(path) for path in sorted(set(found)) if "_visible_to" in (ROOT / path).read_text())


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def functions(path: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each function of a deciding file; of a file of models the methods of its querysets alone."""
    only_querysets = path in filters()

    def walk(nodes: list[ast.stmt], before: str, inside: bool) -> Iterator[tuple[str, ast.FunctionDef]]:
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{before}{node.name}.", node.name.endswith("QuerySet"))
            elif isinstance(node, ast.FunctionDef) and (inside or not only_querysets):
                yield before + node.name, node

    yield from walk(tree_of(path).body, "", False)


def stones() -> list[Stone]:
    """Every stone, in the order of the files."""
    found = []
    for path in sources():
        module = path.removesuffix(".py").replace("/", ".")
        for name, node in functions(path):
            found += list(_of_function(f"{module}:{name}", node))
    return found


def _of_function(function: str, node: ast.FunctionDef) -> Iterator[Stone]:
    seen: dict[str, int] = {}
    for place, inner in enumerate(_inside(node)):
        for turn, (what, _new) in enumerate(changes(inner)):
            seen[what] = seen.get(what, 0) + 1
            yield Stone(function, place, turn, what if seen[what] == 1 else f"{what} ({seen[what]})")


def _inside(function: ast.FunctionDef) -> list[ast.AST]:
    """The nodes of its body (types of its signature decide nothing), the grounds of refusals marked."""
    found = [node for statement in function.body for node in ast.walk(statement)]
    for node in found:
        if isinstance(node, ast.If) and refuses(node):
            for ground in ast.walk(node.test):
                vars(ground)["refuses"] = True
    return found


def refuses(node: ast.If) -> bool:
    return any(isinstance(inner, ast.Raise) for inner in node.body)


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may stand at a node instead of it, each in words."""
    for kind, change in CHANGES:
        if isinstance(node, kind):
            yield from change(node)


def text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _if(node: ast.If) -> Iterator[tuple[str, ast.AST]]:
    yield f"never if {text(node.test)}", ast.If(ast.Constant(False), node.body, node.orelse)
    if not refuses(node):
        yield f"always if {text(node.test)}", ast.If(ast.Constant(True), node.body, node.orelse)


def _statement(node: ast.Expr) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, ast.Call):
        yield f"without {text(node)}", ast.Pass()


def _either(node: ast.BoolOp) -> Iterator[tuple[str, ast.AST]]:
    """One ground of several to refuse, one condition of several to allow."""
    word = "or" if isinstance(node.op, ast.Or) else "and"
    if getattr(node, "refuses", False) != (word == "or"):
        return
    for gone in node.values:
        left = [value for value in node.values if value is not gone]
        yield f"without {word} {text(gone)}", left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _joined(node: ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.op, ast.BitAnd):
        yield f"without {text(node.left)} of {text(node)}", node.right
        yield f"without {text(node.right)} of {text(node)}", node.left


def _not(node: ast.UnaryOp) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.op, ast.Invert):
        yield f"without the not of {text(node)}", node.operand


def _border(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    if len(node.ops) == 1 and (other := BORDERS.get(type(node.ops[0]))):
        yield f"border of {text(node)}", ast.Compare(node.left, [other()], node.comparators)


def _call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """A filter without one of its conditions, a Q without one of several, a `none()` that is all."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "none" and not node.args:
        yield f"all for {text(node)}", node.func.value
    method = isinstance(node.func, ast.Attribute) and node.func.attr in FILTERS
    if not method and not (isinstance(node.func, ast.Name) and node.func.id == "Q"):
        return
    conditions = [*node.args, *node.keywords]
    for gone in conditions:
        args = [arg for arg in node.args if arg is not gone]
        keywords = [keyword for keyword in node.keywords if keyword is not gone]
        if args or keywords:
            yield f"without {text(gone)}", ast.Call(node.func, args, keywords)
        elif method:
            yield f"without {text(gone)}", node.func.value


def _returned(node: ast.Return) -> Iterator[tuple[str, ast.AST]]:
    """A yes or no that is always yes."""
    if isinstance(node.value, ast.Compare | ast.BoolOp):
        yield f"always {text(node.value)}", ast.Return(ast.Constant(True))


def _choice(node: ast.IfExp) -> Iterator[tuple[str, ast.AST]]:
    yield f"always {text(node.body)}", node.body
    yield f"never {text(node.body)}", node.orelse


CHANGES: tuple[tuple[type, Callable[[Any], Iterator[tuple[str, ast.AST]]]], ...] = (
    (ast.If, _if),
    (ast.Expr, _statement),
    (ast.BoolOp, _either),
    (ast.BinOp, _joined),
    (ast.UnaryOp, _not),
    (ast.Compare, _border),
    (ast.Call, _call),
    (ast.Return, _returned),
    (ast.IfExp, _choice),
)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else super().generic_visit(node)


def take_out(stone: Stone) -> Callable[[], None]:
    """Change the function; returns the way back."""
    path, name = _place(stone.function)
    tree = ast.parse((ROOT / path).read_text())
    inner = _inside(_find(tree, name))[stone.place]
    _what, new = list(changes(inner))[stone.turn]
    back = _put(stone.function, _Swap(inner, new).visit(tree))
    _forget()

    def put_back() -> None:
        back()
        _forget()

    return put_back


def _forget() -> None:
    """The one query that is built once for all requests."""
    import_module("members.selectors.authority")._statement.cache_clear()


def listen(seen: set[str]) -> Callable[[], None]:
    """Each deciding function notes in `seen` that it was reached; returns the way back."""
    setattr(builtins, REACHED, seen.add)
    undo = []
    for path in sources():
        module = path.removesuffix(".py").replace("/", ".")
        tree = ast.parse((ROOT / path).read_text())
        names = [name for name, _node in functions(path)]
        for name in names:
            call = ast.Call(ast.Name(REACHED, ast.Load()), [ast.Constant(f"{module}:{name}")], [])
            _find(tree, name).body.insert(0, ast.Expr(call))
        undo += [_put(f"{module}:{name}", tree) for name in names]
    return lambda: [back() for back in undo] and None


def _place(function: str) -> tuple[str, str]:
    module, name = function.split(":")
    return module.replace(".", "/") + ".py", name


def _find(tree: ast.Module, name: str) -> ast.FunctionDef:
    found: Any = tree
    for part in name.split("."):
        found = next(node for node in found.body if getattr(node, "name", "") == part)
    return found


def _put(function: str, tree: ast.Module) -> Callable[[], None]:
    """The function's code as this tree has it, still seeing its class; returns the way back."""
    path, name = _place(function)
    module = import_module(function.split(":")[0])
    target = _function(module, name)
    if target.__code__.co_freevars:
        body = _find(tree, name).body
        body[:0] = [ast.Expr(ast.Name(free, ast.Load())) for free in target.__code__.co_freevars]
    code: CodeType = compile(ast.fix_missing_locations(tree), str(ROOT / path), "exec")
    for part in name.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    before, target.__code__ = target.__code__, code
    return lambda: setattr(target, "__code__", before)


def _function(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    found = getattr(found, "fget", None) or getattr(found, "func", None) or getattr(found, "__func__", found)
    return inspect.unwrap(found)

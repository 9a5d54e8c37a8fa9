"""Protects the plan of the house: which room imports what, no cycle, one door to the network, no quiet catching of errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import communique

SOURCE = Path(communique.__file__).parent
ROOMS = ("sources", "holdings", "extraction", "reading", "search", "comparison", "access")
NETWORK = frozenset(
    [
        "socket",
        "urllib.request",
        "http.client",
        "ftplib",
        "smtplib",
        "httpx",
        "httpx2",
        "requests",
        "aiohttp",
        "urllib3",
        "websockets",
    ]
)
NO_CONNECTION = {"socket.gethostname"}  # names this machine
MOST_LINES = 400
LONGER = {  # module: why it is, and how long it may be
    "communique.access.records": ("one function a record, read in one go", 450),
    "communique.archive": ("one short method a verb, read in one go", 750),
    "communique.model": ("the nouns, read in one go", 620),
}
PUBLIC = """
Anchor Archive ArchiveBusy Capture Change Claim CommuniqueError Decision Edit Extraction Fault Filters Hit Hits HoldingsError
NotFound Profile Reading Statement UsageError Version diff extract open read
"""
MOST_NAMES = 25
REMEMBERED = {  # function whose answers are kept for ever: where the few things that it is asked come from
    "communique.access.web.render.static_address": "our own files",
    "communique.access.web.render.static_file": "our own files",
    "communique.extraction.ocr._installed": "the program's path",
    "communique.extraction.words._sectioned": "our own files",
    "communique.extraction.words.refusals": "the sections of a file of ours",
    "communique.names.demonyms": "the languages that are read",
    "communique.reading.lexicon.lexicon": "the languages of texts",
    "communique.search.analysis._analyser": "the languages of a table of ours",
    "communique.search.languages.stemmer": "the languages of a table of ours",
    "communique.text._lines": "our own files",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {module_name(path): ast.parse(path.read_text("utf-8"), str(path)) for path in sorted(SOURCE.rglob("*.py"))}
FILES = {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def place_of(module: str) -> str:
    """The room of a module, `flows`, or `archive`, `root` and `ground` for what lies outside the rooms."""
    parts = module.split(".")
    if len(parts) == 1 or module == "communique.__main__":
        return "root"
    if parts[1] in (*ROOMS, "flows", "archive"):
        return parts[1]
    return "resources" if parts[1] == "resources" else "ground"


def imports(module: str) -> Iterator[str]:
    """Every module that a module imports, wherever in its text, but for what only type checkers see."""
    for node in walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import in line {node.lineno}; write it out"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in TREES else str(node.module)


def walk(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        yield from walk(node)


OWN = {module: sorted({name for name in imports(module) if name.split(".")[0] == "communique"}) for module in TREES}
MAY = {
    "ground": {"ground"},
    **{room: {"ground", room} for room in ROOMS},
    "access": {"ground", "access", "archive"},
    "flows": {"ground", "flows", *ROOMS} - {"access"},
    "archive": {"ground", "flows", "archive", *ROOMS} - {"access"},
    "root": {"ground", "archive", "extraction", "reading", "comparison", "access"},
    "resources": set(),
}


@pytest.mark.parametrize("module", TREES)
def test_a_module_imports_only_what_its_place_may_know(module: str) -> None:
    place = place_of(module)
    known = {"root"} if place in ("access", "root") else set()  # the version, the public names
    wrong = [name for name in OWN[module] if place_of(name) not in MAY[place] | known]
    assert wrong == []


def test_no_import_goes_round_in_a_circle() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for name in OWN[module]:
                if name != "communique":  # the package itself, imported with each of its modules
                    visit(name, (*path, module))
            done.add(module)

    for module in TREES:
        visit(module, ())


@pytest.mark.parametrize("module", [module for module in TREES if place_of(module) != "sources"])
def test_only_sources_may_open_connections(module: str) -> None:
    wrong = {name for name in imports(module) if NETWORK & {name, ".".join(name.split(".")[:2]), name.split(".")[0]}}
    used = {ast.unparse(node) for node in ast.walk(TREES[module]) if isinstance(node, ast.Attribute)}
    uses = {name: {use for use in used if use.startswith(name + ".")} for name in wrong}
    harmless = {name for name in wrong if uses[name] and uses[name] <= NO_CONNECTION}
    assert wrong - harmless == set()


@pytest.mark.parametrize("module", [module for module in TREES if place_of(module) != "flows"])
def test_only_flows_catch_every_error(module: str) -> None:
    broad = {"Exception", "BaseException"}
    wrong = []
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ExceptHandler):
            caught = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
            wrong += [node.lineno for name in caught if name is None or ast.unparse(name) in broad]
    assert wrong == []


@pytest.mark.parametrize("module", TREES)
def test_annotations_are_not_evaluated(module: str) -> None:
    annotated = any(isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AnnAssign)) for node in ast.walk(TREES[module]))
    future = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in TREES[module].body)
    assert future or not annotated


@pytest.mark.parametrize("module", TREES)
def test_a_module_fits_a_readers_head(module: str) -> None:
    _, most = LONGER.get(module, ("", MOST_LINES))
    assert len(FILES[module].read_text("utf-8").splitlines()) <= most


@pytest.mark.parametrize("module", TREES)
def test_a_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(TREES[module])


@pytest.mark.parametrize("module", [module for module in TREES if not module.startswith("communique.access.cli")])
def test_only_the_command_line_prints(module: str) -> None:
    called = [n for n in ast.walk(TREES[module]) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert [n.lineno for n in called if n.func.id == "print"] == []  # type: ignore[attr-defined]


def test_nothing_that_a_request_may_say_is_remembered_for_ever() -> None:
    def is_boundless(one: ast.expr) -> bool:
        said = ast.unparse(one)
        return said.endswith("functools.cache") or ("lru_cache" in said and "maxsize=None" in said)

    found = {
        f"{module}.{node.name}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.args.args and any(map(is_boundless, node.decorator_list))
    }
    assert found == set(REMEMBERED)


def test_the_public_names_are_few_and_exist() -> None:
    assert sorted(communique.__all__) == sorted(PUBLIC.split())
    assert len(communique.__all__) <= MOST_NAMES
    assert [name for name in communique.__all__ if not hasattr(communique, name)] == []

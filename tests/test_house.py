"""Does the house keep its own rules? Floors, mirrors, screen numbers, sizes, words: what no other test would see."""

import ast
import graphlib
import gzip
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from infra.encryption import Purpose
from views.shared.screens import VIEWS
from wizards.engine.definition import Input
from wizards.registry import WIZARDS
from wizards.staff.registry import STAFF_WIZARDS

ROOT = Path(__file__).parent.parent
# What belongs to nobody who reads the project, and what is made, not written.
NOT_OURS = {
    ".git",
    ".venv",
    "instance",
    "built",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}

# From the ground up: what stands in a row imports from rows below it, and from its own room.
ROWS = (
    ("rules",),
    ("forms", "infra"),
    ("models", "config"),
    ("domain",),
    ("wizards", "exchange"),
    ("views", "ops"),
    ("app",),
)
# Forms of pages that are no wizards.
PAGES = {"login", "password_again", "staff_account", "staff_case", "staff_login", "staff_reveal"}
# Tests of the whole rather than of one module.
OF_THE_WHOLE = {
    "test_drawn_questions",
    "test_glossary",
    "test_house",
    "test_looked",
    "test_nothing_is_shared",
    "test_one_owner",
    "test_requirements",
    "test_routes",
    "test_served",
    "test_portals_apart",
    "test_machine",
    "test_round_trip",
}

# What has no test file of its own name, and why not.
NOT_TESTED_BY_NAME = {
    "views.staff.every_page": "a list: tests/test_served.py asks for every page of it",
    "views.practice.recovery_link": "tests/views/practice/test_ways.py comes to 706 by it",
    "forms.password_again": "one question, which tests/views/test_reauthentication.py asks",
    "rules.products": "a declaration: tests/domain/contracts/test_products.py reads what is declared",
    "rules.japanese.times": "names of a type: test_every_time_says_which_zone_it_is_of",
    "domain.photos.pictures": "words and a shape: tests/domain/photos/test_images.py sees what each stands for",
    "rules.states": "words and nothing else: the tests of what is in these states see each",
    "rules.refusal": "an exception and nothing else: tests/domain/contracts/test_requests.py sees it raised",
}

# A test file mirrors its module and holds one test for each promise of it, however many there are.
LONGEST, LONGEST_TEST = 300, 700
LONGER_FILES = {
    "models.py": "every table in one place, under the name that everybody looks for",
    "static/css/site.css": "one stylesheet (ui.md section 1), every component in the order of the page",
}
LONGER_TEMPLATES = {
    "base.html": "the frame of every page",
    "components/around.html": "what stands around every page",
    "components/question.html": "every kind of question, drawn in one place",
    "staff/base.html": "the frame of every page of staff",
    "pages/terms-standard.html": "the words of a contract",
    "pages/privacy.html": "the words of a contract",
    "pages/environment.html": "a page of words",
    "pages/important.html": "the words of a contract",
    "account/agency.html": "one page of four parts that nothing else shares",
}
# Written so that they do not find themselves.
FORBIDDEN = {
    "a package registry": r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|proxy[.]golang|--index[-]url|--proxy[ =]",
    "a path of one machine": r"(?<![\w.])/(work|home|root|Users)[/]\w",
    # But for the words for a kind of company, as the table of abbreviations of banks has them, before a tab.
    "a real company": (
        r"(?<!サンプル損害)(?<!サンプル少額短期)保険株式[会]社|(?<!サンプル)損[保]|(?<!見本)海[上](?!(?:火災)?保険\t)|-ins[.]com"
    ),
    "a free number that may be somebody's": r"0120-(?!000|123|xxx)\d|0120(?!000|123|[-0])\d{6}|0800-(?!000|123)\d{3}",
}
# Where each purpose of the key ring is meant. A module that comes to stand beside another has to mean the same by it.
MEANT = {
    "RUN": {"wizards.engine.runs"},
    "RECEIPT": {"wizards.engine.runs", "wizards.engine.commits"},
    "LINK": {"domain.accounts.links"},
    "LETTER": {"domain.messages.letters"},
    "LETTER_TO_NOBODY": {"domain.messages.letters"},
    "REQUEST": {"domain.contracts.requests"},
    "APPLICATION": {"domain.contracts.applications"},
    "PHOTO": {"domain.photos.local_storage"},
    "KEYWORD": {"domain.accounts.links"},
    "LINK_ABOUT": {"domain.accounts.links"},
    "ADDRESSEE": {"domain.messages.letters"},
    "INITIAL_PASSWORD": {"domain.accounts.issued_passwords"},
    "INITIAL_PASSWORD_WAS_RIGHT": {"wizards.easy"},
    "LOGIN": {
        "domain.accounts.attempts",
        "domain.accounts.authentication",
        "domain.accounts.credentials",
        "domain.accounts.locks",
        "ops.demo",
        "views.shared.current_customer",  # the other of the two things that infra/encryption.py tells of
    },
    "EASY": {
        "domain.accounts.attempts",
        "domain.accounts.locks",
        "exchange.imports.contracts",
        "wizards.easy",
    },
    "ADDITION": {"domain.accounts.attempts", "domain.accounts.locks"},
    "PRESS": {"domain.accounts.authentication"},
    "CALLER": {"domain.calls.hearing"},
    "PASSWORD": {"domain.accounts.credentials"},
    "WAIT": {"views.wizard.waits"},
    "PROOF": {"views.shared.current_customer"},
    "WHOSE": {"views.shared.page_stamp"},
    "SOURCE": {"infra.security_log"},
    "APPLICANT": {"domain.contracts.applications"},
    "PHOTO_TOLD": {"domain.photos.uploads"},
    "PHOTO_DIGEST": {"domain.photos.uploads"},
    "PHOTO_PASS": {"domain.photos.passes"},
    "STAFF_TOTP": {"domain.staff.members"},
    "STAFF_SEARCH": {"domain.staff.searches"},
    "APPROVAL": {"domain.staff.approvals"},
    "AUDIT": {"domain.staff.audit_trail"},
    "STAFF_CHALLENGE": {"domain.staff.challenges"},
    "STAFF_NOTE": {"domain.staff.notes", "domain.staff.note_drafts"},
    "STAFF_CUSTOMER": {"domain.staff.same_customer"},
    "STAFF_LOGIN": {"domain.accounts.attempts", "domain.staff.authentication"},
    "CALLER_CHECK": {"domain.accounts.attempts", "domain.staff.caller_checks"},
    "SHARED_VIEW": {"domain.staff.shared_screens"},
    "SHARING_CODE": {"domain.staff.screen_sharing"},
    "SHARING_TRIES": {"domain.accounts.attempts", "domain.staff.screen_sharing"},
    "SHARING": {"views.shared.sharing_words"},
}
# What takes a purpose.
TAKE_A_PURPOSE = {
    "encrypt",
    "decrypt",
    "fingerprint",
    "fingerprints",
    "verify",
    "count_wrong",
    "is_new",
    "so_far",
    "take_back",
    "forget",
}

# What is aware on one side and not on the other.
OF_NO_ZONE = {
    "infra.database.process_bind_param",
    "infra.database.process_result_value",
    "exchange.exports.command.applications_command",
    "exchange.exports.command._export",
    "exchange.exports.command.export_command",  # what a command is told has the zone that it names, or Japan's
}
# To say no by raising these is what such a function is for: it judges a question, or what a command was told.
JUDGES_BY = {"ValidationError", "StopValidation", "BadParameter", "UsageError", "ClickException"}
PINNED = re.compile(r"-r (?:\.\./)?requirements\.txt|[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*")


@cache
def files(*suffixes):
    """The project's own files."""
    found = (path for path in sorted(ROOT.rglob("*")) if path.is_file())
    ours = [path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return [path for path in ours if path.suffix in suffixes or not suffixes]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules():
    """The application's modules by their dotted names."""
    found = {}
    for path in files(".py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] not in ("tests", "bench", "migrations", "docs"):
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imported(path):
    """Everything a file imports, as deep as it names a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}: imports say the whole name"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else node.module


def ours(path):
    return {name for name in imported(path) if name in modules()}


def room_of(name):
    return name.partition(".")[0]


def test_the_root_holds_layers():
    kept = [path for path in ROOT.iterdir() if path.name not in NOT_OURS and not path.name.startswith(".")]
    assert {path.stem for path in kept if path.suffix == ".py"} == {"app", "models", "config"}
    assert len(kept) <= 30


def test_imports_only_go_down():
    row = {room: level for level, rooms in enumerate(ROWS) for room in rooms}
    assert [
        f"{name} imports {other}"
        for name, path in modules().items()
        for other in ours(path)
        if room_of(name) != room_of(other) and row[room_of(other)] >= row[room_of(name)]
    ] == []


def test_nothing_imports_itself_by_a_detour():
    """No module, and no folder."""
    imports = {name: ours(path) for name, path in modules().items()}
    graphlib.TopologicalSorter(imports).prepare()
    folders = {}
    for name, others in imports.items():
        folder = name.rpartition(".")[0] or name
        folders.setdefault(folder, set()).update({other.rpartition(".")[0] or other for other in others} - {folder})
    graphlib.TopologicalSorter(folders).prepare()


def test_forms_import_rules_and_forms_only():
    for name, path in modules().items():
        if name.startswith("forms."):
            assert {room_of(other) for other in ours(path)} <= {"forms", "rules"}, name


def test_what_judges_knows_neither_flask_nor_the_database():
    for name, path in modules().items():
        if name in ("wizards.engine.journey", "wizards.engine.definition") or room_of(name) in ("rules", "forms"):
            roots = {each.partition(".")[0] for each in imported(path)}
            assert not {each for each in roots if each.startswith(("flask", "sqlalchemy", "infra"))}, name


def test_the_session_is_named_in_one_file():
    """Decision 8; Flask-Login and Flask-WTF use it themselves."""
    for name, path in modules().items():
        flask_names = {
            alias.name
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom) and node.module == "flask"
            for alias in node.names
        }
        assert "session" not in flask_names or name == "views.shared.web_session"
        assert not re.search(r"flask\.session\b", path.read_text(encoding="utf-8")), name


def test_a_purpose_of_the_key_ring_means_one_thing():
    meant = {purpose.name: set() for purpose in Purpose}
    for name, path in modules().items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Purpose":
                meant[node.attr].add(name)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                words = [each for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
                assert not (words and node.func.attr in TAKE_A_PURPOSE), f"{name}:{node.lineno}: not named in Purpose"
    assert meant == MEANT


def test_no_import_inside_a_function():
    for path in files(".py"):
        for function in ast.walk(tree(path)):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inside = [node for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom))]
                assert not inside, f"{name_of(path)}:{inside[0].lineno}"


def test_every_file_says_which_question_it_answers():
    silent = [name_of(path) for path in files(".py") if tree(path).body and not ast.get_docstring(tree(path))]
    assert not [name for name in silent if not name.startswith("migrations/versions/")]


def test_every_docstring_stands_alone():
    """None begins with "The same": the same as what is seen only where the file is open."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    found = [
        f"{name_of(path)}: {getattr(node, 'name', '')}"
        for path in files(".py")
        for node in ast.walk(tree(path))
        if isinstance(node, kinds) and (ast.get_docstring(node) or "").startswith("The same")
    ]
    assert found == []


def raised(function):
    """The names of the exceptions that a function raises itself, without those of a function inside."""
    todo = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Raise) and node.exc:
            yield ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc).rpartition(".")[2]
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(node))


def test_what_raises_says_so():
    """In the docstring of the function, or once for all in that of its file. A command's is the help of its user."""
    silent = []
    for name, path in modules().items():
        of_the_file = ast.get_docstring(tree(path)) or ""
        for function in ast.walk(tree(path)):
            said = isinstance(function, ast.FunctionDef) and ast.get_docstring(function)
            if not said or (function.name.startswith("_") and function.name != "__init__"):
                continue
            if any(".command(" in ast.unparse(decorator) for decorator in function.decorator_list):
                continue
            for what in set(raised(function)) - JUDGES_BY:
                if not (what.startswith("_") or what in of_the_file or re.search(rf"\b{what}\b|\b[Rr]aises?\b", said)):
                    silent.append(f"{name}.{function.name}: {what}")
    assert silent == []


def annotations(function):
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [each.annotation for each in given if each.annotation] + [function.returns] * bool(function.returns)


def test_every_time_says_which_zone_it_is_of():
    """By an alias of rules/japanese/times.py."""
    unsaid = set()
    for name, path in modules().items():
        nodes = list(ast.walk(tree(path)))
        meant = [(each.name, said) for each in nodes if isinstance(each, ast.FunctionDef) for said in annotations(each)]
        meant += [(ast.unparse(each.target), each.annotation) for each in nodes if isinstance(each, ast.AnnAssign)]
        for what, said in meant:
            if any(isinstance(node, ast.Name) and node.id == "datetime" for node in ast.walk(said)):
                unsaid.add(f"{name}.{what}")
    assert unsaid == OF_NO_ZONE


def test_a_view_gives_what_flask_takes():
    """ResponseReturnValue, or something narrower; Any would let through what no browser can be sent."""
    vague = {
        f"{name}.{function.name}"
        for name, path in modules().items()
        for function in ast.walk(tree(path))
        if name.startswith("views.") and isinstance(function, ast.FunctionDef) and function.returns
        if "Any" in {part.strip() for part in ast.unparse(function.returns).split("|")}
    }
    assert vague == set()


@pytest.mark.parametrize("wizard", WIZARDS.values(), ids=list(WIZARDS))
def test_one_word_finds_a_wizard(wizard):
    asks = [f"forms/{wizard.name}.py"] if any(isinstance(step, Input) for step in wizard.steps) else []
    for path in (f"wizards/{wizard.name}.py", *asks, f"tests/wizards/test_{wizard.name}.py"):
        assert (ROOT / path).is_file(), f"{path} is missing"


@pytest.mark.parametrize("wizard", WIZARDS.values(), ids=list(WIZARDS))
def test_a_wizard_has_templates_only_where_words_differ(wizard):
    kinds = {step.slug: step.kind for step in (*wizard.steps, wizard.complete)}
    for path in (ROOT / "templates" / wizard.name).glob("*"):
        assert path.stem in kinds, f"{name_of(path)} belongs to no step"
        assert path.read_text().startswith(f'{{% extends "wizard/{kinds[path.stem]}.html" %}}'), name_of(path)


def test_every_form_module_belongs_to_a_wizard_or_to_the_kit():
    assert {path.stem for path in (ROOT / "forms").glob("*.py")} <= PAGES | set(WIZARDS) | {"__init__"}


def test_every_file_of_tests_mirrors_a_module():
    for path in (ROOT / "tests").rglob("*.py"):
        inside = path.relative_to(ROOT / "tests")
        if inside.parts[0] == "journeys" or not path.stem.startswith("test_") or path.stem in OF_THE_WHOLE:
            continue
        mirrored = ROOT / inside.with_name(f"{path.stem.removeprefix('test_')}.py")
        assert mirrored.is_file() or mirrored.with_suffix("").is_dir(), f"{name_of(path)} mirrors nothing"


def where_it_is_tested(path):
    """Where a module is tested by its name; what a wizard asks, together with the wizard."""
    inside = path.relative_to(ROOT)
    of_a_wizard = path.stem in {"forms": WIZARDS, "forms/staff": STAFF_WIZARDS}.get(inside.parent.as_posix(), ())
    folder = Path("wizards", *inside.parent.parts[1:]) if of_a_wizard else inside.parent
    return ROOT / "tests" / folder / f"test_{path.name}"


def test_every_module_has_a_test_of_its_name():
    without = set()
    for name, path in modules().items():
        tested = where_it_is_tested(path)
        if path.stem != "__init__" and not (tested.is_file() and re.search(r"^def test_", tested.read_text(), re.M)):
            without.add(name)
    assert without - set(NOT_TESTED_BY_NAME) == set()
    assert set(NOT_TESTED_BY_NAME) - without == set(), "no reason needed any more"


def test_what_tests_stand_on_is_used():
    written = "\n".join(path.read_text() for path in files(".py"))
    for path in (ROOT / "tests").glob("*.py"):
        if not path.stem.startswith("test_"):
            assert path.stem == "conftest" or re.search(rf"^(from|import) {path.stem}\b", written, re.M), path.name


def numbers():
    """Every screen number with what it stands for, as declared."""
    yield from ((number, screen.title) for number, screen in VIEWS.items())
    for wizard in WIZARDS.values():
        yield from ((screen.number, screen.title) for screen in wizard.screens)


def test_screen_numbers_are_three_digits_and_stand_once():
    times = Counter(number for number, _ in numbers())
    assert [number for number, count in times.items() if count > 1] == []
    assert all(1 <= number <= 999 for number in times)


def test_screens_with_a_screen_number_have_the_views_of_the_problems():
    """901 to 910 are there, each with words of its own."""
    assert set(range(901, 911)) <= {number for number, _ in numbers()}
    assert len({VIEWS[number].title for number in range(901, 911)}) == 10


def test_what_is_written_names_files_that_are_there():
    """In README and docs: `domain/accounts/links.py`; a name without a folder is one beside others that were named."""
    named = re.compile(r"`([\w-]+/[\w./-]+\.(?:py|md|html|css|js|typ|conf|toml|txt))`")
    gone = [
        f"{name_of(path)}: {found}"
        for path in files(".md")
        for found in named.findall(path.read_text())
        if path.name != "CHANGELOG.md" and not any((folder / found).exists() for folder in (ROOT, ROOT / "tests"))
    ]
    assert gone == []


def test_every_screen_is_listed_with_its_source_and_its_tests():
    rows = re.findall(r"^\| (\d{3}) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs" / "screens.md").read_text(), re.M)
    assert [(int(number), title) for number, title, _, _ in rows] == sorted(numbers())
    for number, _, source, tests in rows:
        assert re.match(r"00[0-3]|\+", source), number
        for name in re.findall(r"`(.+?)`", tests):
            assert (ROOT / "tests" / name).is_file(), f"{number}: {name}"


def test_no_inline_code_in_a_template():
    for path in files(".html"):
        text = path.read_text()
        # Of a letter no style sheet arrives; its look is checked with its text (tests/domain/messages/test_frame.py).
        text = text.replace(" style=", " ") if path.parent.name == "mail" else text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text), name_of(path)
        assert "|safe" not in text.replace(" ", ""), name_of(path)


def test_files_are_short_or_say_why_not():
    lengths = {name_of(path): path.read_text().count("\n") for path in files(".py", ".js", ".css")}
    most = {name: LONGEST_TEST if name.startswith("tests/") else LONGEST for name in lengths}
    assert [f"{name} {n}" for name, n in lengths.items() if n > most[name] and name not in LONGER_FILES] == []
    assert [name for name in LONGER_FILES if lengths.get(name, 0) <= LONGEST] == [], "no reason needed any more"


def test_templates_are_short_or_say_why_not():
    folder = ROOT / "templates"
    lengths = {path.relative_to(folder).as_posix(): path.read_text().count("\n") for path in folder.rglob("*.html")}
    assert [f"{name} {n}" for name, n in lengths.items() if n > 40 and name not in LONGER_TEMPLATES] == []
    assert [name for name in LONGER_TEMPLATES if lengths.get(name, 0) <= 40] == [], "no reason needed any more"


def test_every_requirement_is_pinned():
    for path in (*ROOT.glob("requirements*.txt"), ROOT / "bench" / "requirements.txt"):
        for line in path.read_text().splitlines():
            if line and not line.startswith("#"):
                assert PINNED.fullmatch(line), f"{path.name}: {line}"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    pattern = re.compile(FORBIDDEN[what])
    for path in files():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if b"\0" not in content[:1000]:
            found = pattern.search(content.decode(errors="replace"))
            assert not found, f"{name_of(path)}: {found[0]}"

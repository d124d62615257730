"""Is what several modules become the program that they were?"""

import pytest

from infra.static_files.modules import BadModule, joined

FILES = {
    "page.js": '// What?\nimport "./first.js";\nimport { ask, LATER as AFTER } from "./shared.js";\nask(AFTER);\n',
    "first.js": 'import {\n  ask,\n} from "./shared.js";\nconst own = 1;\nask(own);\n',
    "shared.js": "const own = 2;\nexport const LATER = 3;\nexport async function ask(what) {}\nexport class Row {}\n",
    "other.js": 'import { ask } from "./shared.js";\nask(4);\n',
}


def test_each_stands_once_before_what_imports_it_in_a_scope_of_its_own():
    assert joined(["page.js", "other.js"], FILES.__getitem__) == (
        "const $shared = (() => {\nconst own = 2;\nconst LATER = 3;\nasync function ask(what) {}\nclass Row {}\n\n"
        "return { LATER, ask, Row };\n})();\n"
        "{\nconst { ask } = $shared;\nconst own = 1;\nask(own);\n\n}\n"
        "{\n// What?\nconst { ask, LATER: AFTER } = $shared;\nask(AFTER);\n\n}\n"
        "{\nconst { ask } = $shared;\nask(4);\n\n}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        'import all from "./shared.js";\n',
        'import * as all from "./shared.js";\n',
        'import "../elsewhere.js";\n',
        'import "https://example.jp/x.js";\n',
        "export default 1;\n",
        "export { own };\n",
        'const later = () => import("./shared.js");\n',
        "const here = import.meta.url;\n",
        "await ask();\n",
    ],
)
def test_what_it_does_not_know_is_refused(text):
    with pytest.raises(BadModule, match=r"^bad\.js: "):
        joined(["bad.js"], {**FILES, "bad.js": text}.__getitem__)


def test_a_circle_is_refused():
    with pytest.raises(BadModule, match=r"^a\.js imports itself"):
        joined(["a.js"], {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}.__getitem__)

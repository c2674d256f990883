"""The vocabulary as RDF beside its pages: what the Turtle files in `vocab/` say, as Turtle and as JSON-LD.

Each page (the ontology's and one a concept scheme) has `index.ttl`, which is its Turtle file as it is, and
`index.jsonld` with a context of its own, so that it is read without asking for anything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from keikaku.iri import FRAME_CONTEXT, FRAMES_PATH, VOCABULARY_PATH, context_url, scheme_path
from keikaku.schema import data_folder

if TYPE_CHECKING:
    from pyoxigraph import Literal, Quad

_ONTOLOGY: Final = "ontology.ttl"
_SCHEMES: Final = "schemes/*.ttl"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def write_vocabulary_documents(root: Path) -> int:
    """Write `index.ttl` and `index.jsonld` beside each page of the vocabulary; count the files."""
    folder = data_folder("vocab")
    pages = {VOCABULARY_PATH: folder / _ONTOLOGY}
    pages |= {scheme_path(path.stem): path for path in sorted(folder.glob(_SCHEMES))}
    for page, source in pages.items():
        beside = root / page
        beside.mkdir(parents=True, exist_ok=True)
        (beside / "index.ttl").write_bytes(source.read_bytes())
        (beside / "index.jsonld").write_bytes(jsonld(source))
    return 2 * len(pages)


def write_frames(root: Path, base_url: str) -> int:
    """Write the frames of JSON-LD with the address of the site's context; count them."""
    found = sorted((data_folder("vocab") / "frames").glob("*.jsonld"))
    (root / FRAMES_PATH).mkdir(parents=True, exist_ok=True)
    named, placeholder = json.dumps(context_url(base_url)), json.dumps(FRAME_CONTEXT)
    for path in found:
        text = path.read_text(encoding="utf-8").replace(placeholder, named)
        (root / FRAMES_PATH / path.name).write_text(text, encoding="utf-8", newline="\n")
    return len(found)


def jsonld(source: Path) -> bytes:
    """Give a Turtle file as JSON-LD: an object a subject, in the file's order, with the prefixes that it uses.

    Raises:
        ValueError: the file has a blank node, which no output may have.
    """
    from pyoxigraph import RdfFormat, parse

    reader = parse(path=source, format=RdfFormat.TURTLE)
    subjects: dict[str, dict[str, Any]] = {}
    triples = [_plain(quad, source) for quad in reader]
    prefixes = dict(sorted(reader.prefixes.items()))
    used: set[str] = set()
    short = _Short(prefixes, used)
    for subject, predicate, value in triples:
        node = subjects.setdefault(subject, {"@id": short(subject)})
        key, member = _member(predicate, value, short)
        if member not in node.setdefault(key, []):
            node[key].append(member)
    body = {"@context": {name: prefixes[name] for name in sorted(used)}, "@graph": list(subjects.values())}
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


class _Short:
    """Shortens IRIs by prefixes and remembers which it used; an empty prefix cannot be one in JSON-LD."""

    def __init__(self, prefixes: Mapping[str, str], used: set[str]) -> None:
        self._spaces = [(space, name) for name, space in prefixes.items() if name]
        self._used = used

    def __call__(self, iri: str) -> str:
        for space, name in self._spaces:
            local = iri.removeprefix(space)
            if local != iri and local and not local.startswith("//"):
                self._used.add(name)
                return f"{name}:{local}"
        return iri


def _plain(quad: Quad, path: Path) -> tuple[str, str, str | Literal]:
    """Give subject, predicate and value, IRIs as text."""
    from pyoxigraph import Literal, NamedNode

    subject, value = quad.subject, quad.object
    if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
        return subject.value, quad.predicate.value, value if isinstance(value, Literal) else value.value
    raise ValueError(f"{path.name} has a blank node: {quad}")


def _member(predicate: str, value: str | Literal, short: _Short) -> tuple[str, Any]:
    if not isinstance(value, str):
        return short(predicate), _literal(value, short)
    return ("@type", short(value)) if predicate == _TYPE else (short(predicate), {"@id": short(value)})


def _literal(literal: Literal, short: _Short) -> dict[str, str]:
    if literal.language:
        return {"@value": literal.value, "@language": literal.language}
    datatype = literal.datatype.value
    plain = datatype in {_STRING, _LANG_STRING}
    return {"@value": literal.value} if plain else {"@value": literal.value, "@type": short(datatype)}

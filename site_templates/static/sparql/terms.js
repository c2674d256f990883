// How terms are shown: numbers by the page's language, names by prefixes, and links that stay on this site where they can.

const PREFIXES = {
  "http://www.w3.org/ns/dcat#": "dcat",
  "http://purl.org/dc/terms/": "dct",
  "http://www.w3.org/ns/dqv#": "dqv",
  "https://w3id.org/keikaku/ns#": "keikaku",
  "http://www.w3.org/ns/oa#": "oa",
  "http://www.w3.org/ns/org#": "org",
  "http://www.w3.org/2002/07/owl#": "owl",
  "http://www.w3.org/ns/prov#": "prov",
  "http://purl.org/linked-data/cube#": "qb",
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
  "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
  "http://purl.org/linked-data/sdmx/2009/attribute#": "sdmx-attribute",
  "http://www.w3.org/2004/02/skos/core#": "skos",
  "http://www.w3.org/2001/XMLSchema#": "xsd",
};
const VOCABULARY = "https://w3id.org/keikaku/ns";
const NUMERIC = /^(?:integer|decimal|double|float|nonNegativeInteger|positiveInteger|int|long)$/;
const XSD = "http://www.w3.org/2001/XMLSchema#";

export { PREFIXES };

/** Tell whether a term of the SPARQL JSON results is a number. */
export function isNumber(term) {
  return term?.type === "literal" && (term.datatype ?? "").startsWith(XSD) && NUMERIC.test(term.datatype.slice(XSD.length));
}

/** Shorten an IRI: by a prefix, as a path of this site, or not at all. */
export function shorten(iri, base) {
  if (iri.startsWith(base)) return iri.slice(base.length).replace(/#it$/, "") || iri;
  for (const [space, prefix] of Object.entries(PREFIXES)) {
    const local = iri.slice(space.length);
    if (iri.startsWith(space) && /^[\w-]*$/.test(local)) return `${prefix}:${local}`;
  }
  return iri.startsWith(`${VOCABULARY}/`) ? iri.slice(VOCABULARY.length + 1).replace("#", ":") : iri;
}

/**
 * Give where an IRI leads: a page of this site for what it names, the web for http(s) addresses, else nothing.
 * `up` leads to the pages of the reader's language, `root` to the files, which are there once for all languages.
 */
export function hrefOf(iri, base, up, root) {
  if (iri.startsWith(base)) return pageOf(iri.slice(base.length), up, root);
  if (iri.startsWith(`${VOCABULARY}#`)) return `${up}vocab/index.html${iri.slice(VOCABULARY.length)}`;
  if (iri.startsWith(`${VOCABULARY}/`)) {
    const [name, fragment] = iri.slice(VOCABULARY.length + 1).split("#");
    return /^[a-z0-9_]+$/.test(name) && fragment && name !== "cube" ? `${up}vocab/${name}/index.html#${fragment}` : "";
  }
  return /^https?:\/\//.test(iri) ? iri : "";
}

function pageOf(path, up, root) {
  const [page, fragment] = path.split("#");
  if (page.includes("..") || page.startsWith("/")) return "";
  const whole = page === "" || page.endsWith("/") ? `${up}${page}index.html` : `${root}${page}`;
  return `${whole}${fragment ? `#${fragment}` : ""}`;
}

/** Write a number's lexical form with its thousands grouped and its decimals as they are. */
export function number(text) {
  const found = /^([+-]?)(\d+)(\.\d+)?$/.exec(text);
  if (!found) return text;
  const [, sign, whole, rest = ""] = found;
  return `${sign === "-" ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${rest}`;
}

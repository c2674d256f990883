// Ready questions: parameters and the language take the place of `VALUES ?variable { … }` in a text that runs as it is.

const ANY = "UNDEF";
const NOT_IN_IRI = /[\u0000-\u0020<>"{}|\\^`]/;

/** Put a term in the place of the values of a variable. */
export function put(text, variable, term) {
  return text.replace(new RegExp(`VALUES \\?${variable} \\{[^}]*\\}`, "g"), () => `VALUES ?${variable} { ${term} }`);
}

/** Give the IRI that a parameter's value in a link stands for; null where it could not be one. */
export function iriOf(kind, value, base) {
  if (NOT_IN_IRI.test(value)) return null;
  return kind.thing ? `${base}${value}#it` : `${kind.prefix}${value}`;
}

/** Give what a link says for an IRI: the part that its kind does not say already. */
export function valueOf(kind, iri, base) {
  if (kind.thing) return iri.startsWith(base) ? iri.slice(base.length).replace(/#it$/, "") : iri;
  return iri.startsWith(kind.prefix) ? iri.slice(kind.prefix.length) : iri;
}

/** Fill a ready question: parameters by their kinds (empty: any), and the language of labels. */
export function fill(query, values, list, lang) {
  let text = query.sparql;
  for (const [name, variable] of Object.entries(query.parameters)) {
    if (!(name in values)) continue;
    const iri = values[name] ? iriOf(list.parameters[name], values[name], list.base) : null;
    text = put(text, variable, iri ? `<${iri}>` : ANY);
  }
  return put(text, "lang", `"${lang}"`);
}

// Graphs as Turtle for people: prefixes that are used, one block a subject, its statements one a line.

import { PREFIXES } from "./terms.js";

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const XSD = "http://www.w3.org/2001/XMLSchema#";

/** Give Turtle for triples, each a list of three terms: {type: uri|bnode|literal, value, lang?, datatype?}. */
export function turtle(triples) {
  const used = new Set();
  const blocks = new Map();
  for (const [subject, property, value] of triples) {
    const name = spell(subject, used);
    const verb = property.value === RDF_TYPE ? "a" : spell(property, used);
    if (!blocks.has(name)) blocks.set(name, []);
    blocks.get(name).push(`    ${verb} ${spell(value, used)}`);
  }
  const heads = Object.entries(PREFIXES).filter(([, prefix]) => used.has(prefix));
  const lines = heads.map(([space, prefix]) => `@prefix ${prefix}: <${space}> .`);
  const bodies = [...blocks].map(([name, pairs]) => `${name}\n${pairs.join(" ;\n")} .`);
  return `${[lines.join("\n"), ...bodies].filter(Boolean).join("\n\n")}\n`;
}

function spell(term, used) {
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "uri") return name(term.value, used);
  const text = `"${term.value.replace(/[\\"\n\r\t]/g, (found) => ESCAPES[found])}"`;
  if (term.lang) return `${text}@${term.lang}`;
  if (!term.datatype || term.datatype === `${XSD}string`) return text;
  if (term.datatype === `${XSD}integer` && /^[+-]?\d+$/.test(term.value)) return term.value;
  if (term.datatype === `${XSD}boolean` && /^(true|false)$/.test(term.value)) return term.value;
  return `${text}^^${name(term.datatype, used)}`;
}

function name(iri, used) {
  for (const [space, prefix] of Object.entries(PREFIXES)) {
    if (iri.startsWith(space) && /^[A-Za-z][\w-]*$/.test(iri.slice(space.length))) {
      used.add(prefix);
      return `${prefix}:${iri.slice(space.length)}`;
    }
  }
  return `<${iri}>`;
}

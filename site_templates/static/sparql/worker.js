// The store: Oxigraph in a thread of its own, so that the page stays alive and a long question can be stopped.

import init, { Store } from "../vendor/oxigraph/web.js";

let store = null;
const GZIP = [0x1f, 0x8b];

onmessage = async ({ data }) => {
  try {
    postMessage(data.load ? await load(data.load) : ask(data));
  } catch (error) {
    postMessage({ error: String(error?.message ?? error) });
  }
};

/** Load dumps of N-Triples, given as bytes, into a fresh store. */
async function load({ module, dumps }) {
  const started = performance.now();
  await init({ module_or_path: module });
  store?.free();
  store = new Store();
  for (const bytes of dumps) {
    store.load(await plain(bytes), { format: "application/n-triples", no_transaction: true, lenient: true });
  }
  return { loaded: store.size, ms: performance.now() - started };
}

/** Unpack what is packed: a server may have sent the file as it is, or have told the browser to unpack it. */
async function plain(bytes) {
  if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** Answer a question: {table} or {answer} from the SPARQL JSON format, {triples} for CONSTRUCT and DESCRIBE. */
function ask({ query }) {
  const started = performance.now();
  const found = tabular(query) ?? graph(query);
  return { ...found, ms: performance.now() - started };
}

/** Give a table or the answer to ASK; null for a question that asks for a graph. */
function tabular(query) {
  try {
    const found = JSON.parse(store.query(query, { results_format: "application/sparql-results+json" }));
    return "boolean" in found ? { answer: found.boolean } : { table: found };
  } catch (error) {
    if (/not supported rdf format/i.test(error?.message)) return null;
    throw error;
  }
}

function graph(query) {
  return { triples: store.query(query).map((quad) => [quad.subject, quad.predicate, quad.object].map(term)) };
}

function term(value) {
  if (value.termType === "NamedNode") return { type: "uri", value: value.value };
  if (value.termType === "BlankNode") return { type: "bnode", value: value.value };
  const told = { type: "literal", value: value.value };
  if (value.language) return { ...told, lang: value.language };
  return { ...told, datatype: value.datatype?.value };
}

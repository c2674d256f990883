// The query page's modules that need no browser, in Node: links, ready questions, CSV, terms, Turtle, the scale of charts.
import assert from "node:assert/strict";
import { test } from "node:test";

const at = (name) => import(new URL(`../../../site_templates/static/sparql/${name}.js`, import.meta.url));
const { decode, encode } = await at("link");
const { fill, iriOf, put, valueOf } = await at("ready");
const { cell, csv } = await at("csv");
const { hrefOf, number, shorten } = await at("terms");
const { turtle } = await at("turtle");
const { gather, steps } = await at("chart");

const BASE = "https://keikaku.example/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const list = {
  base: BASE,
  parameters: { kpi: { thing: true, prefix: "" }, year: { thing: false, prefix: "https://w3id.org/keikaku/ns/fiscal_year#" } },
};

test("a link says what was asked, and reads back the same", () => {
  const ready = { city: "132012", query: "progress", values: { kpi: "132012/dx/indicators/1-1-1.1/" }, text: "" };
  const fragment = encode(ready);
  assert.equal(fragment, "city=132012&query=progress&kpi=132012/dx/indicators/1-1-1.1/");
  assert.deepEqual(decode(`#${fragment}`), ready);
  const own = { city: "all", query: "", values: {}, text: 'SELECT * { ?s ?p "数 + & = # %" }\n' };
  assert.deepEqual(decode(encode(own)), own);
  assert.equal(decode("#main"), null);
  assert.equal(decode(""), null);
  assert.equal(encode({ city: "all", query: "missed", values: { year: "" } }), "city=all&query=missed");
});

test("parameters take their place, and nothing else can", () => {
  const query = { sparql: 'SELECT * { VALUES ?lang { "ja" } VALUES ?kpi_iri { UNDEF } VALUES ?y { fy:2024 } }', parameters: { kpi: "kpi_iri", year: "y" } };
  const text = fill(query, { kpi: "1/x/", year: "2023" }, list, "en");
  assert.equal(text, `SELECT * { VALUES ?lang { "en" } VALUES ?kpi_iri { <${BASE}1/x/#it> } VALUES ?y { <https://w3id.org/keikaku/ns/fiscal_year#2023> } }`);
  assert.match(fill(query, { kpi: "" }, list, "ja"), /VALUES \?kpi_iri \{ UNDEF \}/);
  assert.equal(iriOf(list.parameters.kpi, "x> } ; DROP", BASE), null);
  assert.equal(put("VALUES ?a { 1 }", "a", "$&"), "VALUES ?a { $& }");
  assert.equal(valueOf(list.parameters.kpi, `${BASE}1/x/#it`, BASE), "1/x/");
  assert.equal(valueOf(list.parameters.year, "https://w3id.org/keikaku/ns/fiscal_year#2023", BASE), "2023");
});

test("a spreadsheet runs no cell", () => {
  for (const text of ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "＝1", "－1"]) assert.match(cell(text), /^"?'/);
  assert.equal(cell("-5", true), "-5");
  assert.equal(cell("a-b"), "a-b");
  assert.equal(cell('say "x", y'), '"say ""x"", y"');
  const bindings = [{ a: { type: "literal", value: "=x" }, b: { type: "literal", value: "-3.5", datatype: `${XSD}decimal` } }, {}];
  assert.equal(csv({ head: { vars: ["a", "b"] }, results: { bindings } }), "\ufeffa,b\r\n'=x,-3.5\r\n,\r\n");
});

test("names lead to pages of the site and to nothing that runs", () => {
  assert.equal(hrefOf(`${BASE}132012/dx/#it`, BASE, "../"), "../132012/dx/index.html#it");
  assert.equal(hrefOf("https://w3id.org/keikaku/ns/theme#ai", BASE, "../"), "../vocab/theme/index.html#ai");
  assert.equal(hrefOf("https://w3id.org/keikaku/ns#Project", BASE, "../"), "../vocab/index.html#Project");
  assert.equal(hrefOf(`${BASE}132012/data/132012_plan_terms.csv`, BASE, "../", "../../"), "../../132012/data/132012_plan_terms.csv");
  assert.equal(hrefOf(`${BASE}132012/data/#it`, BASE, "../", "../../"), "../132012/data/index.html#it");
  assert.equal(hrefOf("javascript:alert(1)", BASE, "../"), "");
  assert.equal(hrefOf(`${BASE}../../x`, BASE, "../"), "");
  assert.equal(shorten("http://purl.org/dc/terms/title", BASE), "dct:title");
  assert.equal(number("-1234567.50"), "−1,234,567.50");
});

test("Turtle says what the triples say", () => {
  const s = { type: "uri", value: `${BASE}x` };
  const p = { type: "uri", value: "http://purl.org/dc/terms/title" };
  const text = turtle([
    [s, p, { type: "literal", value: 'a "b"\n\\', lang: "ja" }],
    [s, { type: "uri", value: "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" }, { type: "uri", value: `${BASE}C` }],
    [s, p, { type: "literal", value: "5", datatype: `${XSD}integer` }],
    [s, p, { type: "literal", value: "5.0", datatype: `${XSD}decimal` }],
  ]);
  assert.match(text, /@prefix dct: <http:\/\/purl.org\/dc\/terms\/> \./);
  assert.match(text, /dct:title "a \\"b\\"\\n\\\\"@ja ;/);
  assert.match(text, /a <https:\/\/keikaku.example\/C> ;/);
  assert.match(text, /dct:title 5 ;\n {4}dct:title "5.0"\^\^xsd:decimal \./);
});

test("a chart has its years in order and round steps", () => {
  const n = (value) => ({ type: "literal", value: String(value), datatype: `${XSD}integer` });
  const bindings = [{ fiscal_year: n(2024), v: n(3), what: { type: "literal", value: "a" } }, { fiscal_year: n(2023), v: n(1), what: { type: "literal", value: "a" } }];
  const found = gather({ results: { bindings } }, { label: "fiscal_year", by: "what", values: ["v"] }, (name) => name);
  assert.deepEqual(found.labels, ["2023", "2024"]);
  assert.deepEqual([...found.series[0].values], [["2024", 3], ["2023", 1]]);
  assert.deepEqual(steps(0, 80), [0, 20, 40, 60, 80]);
});

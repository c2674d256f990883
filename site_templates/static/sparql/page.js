// The query page: choose data and a question, run it in the worker, show what it answers.

import { guess, makeChart } from "./chart.js";
import { csv } from "./csv.js";
import { decode, encode } from "./link.js";
import { fill, put, valueOf } from "./ready.js";
import { Stopped, Store } from "./store.js";
import { SHOWN, element, makeTable } from "./table.js";
import { turtle } from "./turtle.js";

const at = (id) => document.getElementById(id);
const app = at("query-app");
const { root, up, vocabulary } = app.dataset;
const lang = document.documentElement.lang;
const words = JSON.parse(at("query-words").textContent);
const say = (key, facts = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
const COLUMNS = { ja: "ja", en: "en" }[lang];

const store = new Store();
let list = null;
let queries = null;
let editor = null;
let shown = null;
let running = 0;

start().catch((error) => tell(say("failed", { why: error.message }), true));

async function start() {
  at("by-hand").hidden = true;
  if (app.dataset.engine !== "yes") return;
  const response = await fetch(`${root}sparql/queries.json`);
  if (!response.ok) throw new Error(`${response.status} queries.json`);
  list = await response.json();
  queries = new Map(list.queries.map((query) => [query.id, query]));
  app.hidden = false;
  for (const link of document.querySelectorAll(".run-link")) link.hidden = false;
  listen();
  if (app.dataset.editor === "yes") enhance();
  await guarded(follow);
}

function listen() {
  at("city").addEventListener("change", () => guarded(async () => {
    await load();
    await choose(at("question").value, values());
  }));
  at("question").addEventListener("change", () => guarded(() => choose(at("question").value, {})));
  at("run").addEventListener("click", () => guarded(run));
  at("stop").addEventListener("click", () => store.stop());
  at("share").addEventListener("click", share);
  at("csv").addEventListener("click", download);
  at("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      guarded(run);
    }
  });
  window.addEventListener("hashchange", () => guarded(follow));
}

async function enhance() {
  try {
    const { enhance: grow } = await import("../vendor/editor/editor.js");
    const told = { label: words.editor, description: words.editor_help, run: () => guarded(run) };
    editor = grow(at("text"), told);
  } catch {
    editor = null; // The plain text field does the same.
  }
}

/** Do what the address asks for, or begin with the first question. */
async function follow() {
  const asked = decode(location.hash);
  const known = [...at("city").options].map((option) => option.value);
  if (asked && known.includes(asked.city)) at("city").value = asked.city;
  if (asked?.text) {
    at("question").value = "";
    await load();
    await choose("", {});
    write(asked.text);
    at("writing").open = true;
    await run();
  } else if (asked && queries.has(asked.query)) {
    await choose(asked.query, asked.values, true);
    await run();
    at("results").scrollIntoView();
  } else {
    await choose(at("question").value || list.queries[0].id, {});
  }
}

/** Load the chosen data; say how much there is. */
async function load() {
  const city = at("city").value;
  const codes = city === app.dataset.all ? [...at("city").options].map((option) => option.value) : [city];
  const dumps = codes.filter((code) => code !== app.dataset.all).map((code) => `${root}${code}/data/${code}.nt.gz`);
  busy(true, words.loading);
  const told = await store.load([...dumps, root + vocabulary]);
  if (told) at("data").textContent = say("loaded", { triples: told.triples.toLocaleString(lang), size: (told.bytes / 1e6).toFixed(1) });
}

/** Show a ready question with its parameters; `given` are values by kind. With `exact` the city stays as it is. */
async function choose(id, given, exact = false) {
  const query = queries.get(id);
  at("question").value = query ? id : "";
  if (query?.all && !exact) at("city").value = app.dataset.all;
  await load();
  at("about").textContent = query ? query.text[lang] : words.own_text;
  await offer(query, given);
  if (query) write(fill(query, values(), list, lang));
  busy(false);
  tell("");
}

/** Fill the fields of a question's parameters with what the data have to choose from. */
async function offer(query, given) {
  const fields = [];
  for (const [name, variable] of Object.entries(query?.parameters ?? {})) {
    const kind = list.parameters[name];
    const { table } = await store.ask(put(list.options[kind.options], "lang", `"${lang}"`));
    fields.push(field(name, kind, table.results.bindings, given[name] ?? standing(query, name, variable)));
  }
  at("parameters").replaceChildren(...fields);
}

/** Give what the question's own text has for a parameter. */
function standing(query, name, variable) {
  const found = new RegExp(`VALUES \\?${variable} \\{ (?:\\w+:(\\w+)|<([^>]*)>) \\}`).exec(query.sparql);
  return found ? (found[1] ?? valueOf(list.parameters[name], found[2], list.base)) : "";
}

function field(name, kind, choices, value) {
  const whole = element("p", "field");
  const label = element("label", "", kind.name[lang]);
  const select = element("select");
  label.htmlFor = select.id = `parameter-${name}`;
  select.dataset.parameter = name;
  if (kind.any) select.append(new Option(words.any, ""));
  const groups = new Map();
  for (const { value: term, label: text, group } of choices) {
    const option = new Option(text.value, valueOf(kind, term.value, list.base));
    if (text["xml:lang"] && text["xml:lang"] !== lang) option.lang = text["xml:lang"];
    if (!group) {
      select.append(option);
      continue;
    }
    if (!groups.has(group.value)) {
      const made = element("optgroup");
      made.label = group.value;
      groups.set(group.value, made);
      select.append(made);
    }
    groups.get(group.value).append(option);
  }
  if (value && [...select.options].some((option) => option.value === value)) select.value = value;
  select.addEventListener("change", () => {
    const query = queries.get(at("question").value);
    if (query) write(fill(query, values(), list, lang));
  });
  whole.append(label, select);
  return whole;
}

function values() {
  const fields = document.querySelectorAll("[data-parameter]");
  return Object.fromEntries([...fields].map((select) => [select.dataset.parameter, select.value]));
}

function write(text) {
  at("text").value = text;
  editor?.set(text);
}

/** Run what stands in the editor, and show what it answers. */
async function run() {
  const own = ++running;
  clear();
  await load();
  busy(true, words.running);
  const query = queries.get(at("question").value);
  const ready = query && fill(query, values(), list, lang) === at("text").value;
  try {
    const answer = await store.ask(at("text").value);
    if (own === running) show(answer, ready ? query : null);
  } finally {
    if (own === running) busy(false);
  }
}

function show(answer, query) {
  shown = answer;
  const seconds = Math.max(answer.ms / 1000, 0.01).toFixed(2);
  at("results").hidden = false;
  at("csv").hidden = !answer.table;
  const title = query ? query.title[lang] : words.own;
  if ("answer" in answer) {
    at("answer").replaceChildren(element("p", "lead answer-mark", answer.answer ? words.yes : words.no));
    tell(say("answered", { seconds }));
  } else if (answer.triples) {
    const code = element("pre");
    code.tabIndex = 0;
    code.setAttribute("role", "region");
    code.setAttribute("aria-label", "Turtle");
    code.append(element("code", "", turtle(answer.triples)));
    at("answer").replaceChildren(code);
    tell(say("triples", { count: answer.triples.length.toLocaleString(lang), seconds }));
  } else {
    showTable(answer.table, query, title);
    const count = answer.table.results.bindings.length;
    tell(say(count === 1 ? "row" : "rows", { count: count.toLocaleString(lang), seconds }));
  }
}

function showTable(table, query, title) {
  const count = table.results.bindings.length;
  const parts = [];
  if (!count) parts.push(element("p", "", words.none));
  const heading = (name) => list.columns[name]?.[COLUMNS] ?? name;
  const drawing = query?.chart ?? (query ? null : guess(table));
  const chart = drawing && count > 1 ? makeChart(table, drawing, heading, { title, cut: words.chart_cut, narrow: at("answer").clientWidth < 520 }) : null;
  if (chart) {
    const folded = element("details");
    folded.open = Boolean(query);
    folded.append(element("summary", "", words.chart), chart);
    parts.push(folded);
  }
  const without = query && at("city").value !== app.dataset.all ? "city" : "";
  if (count) {
    const scroll = element("div", "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", title);
    scroll.append(makeTable(table, { base: list.base, up, root, caption: title, heading, without }));
    parts.push(scroll);
  }
  if (count > SHOWN) parts.push(element("p", "note-text", say("cut", { count: SHOWN })));
  at("answer").replaceChildren(...parts);
}

function clear() {
  shown = null;
  at("answer").replaceChildren();
  at("csv").hidden = true;
  at("wrong").hidden = true;
}

/** Copy the link to this question and put it into the address. */
async function share() {
  const query = queries.get(at("question").value);
  const ready = query && fill(query, values(), list, lang) === at("text").value;
  const asked = { city: at("city").value, values: values() };
  const fragment = encode(ready ? { ...asked, query: query.id } : { ...asked, text: at("text").value });
  history.replaceState(null, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    tell(words.copied);
  } catch {
    tell(words.in_address);
  }
}

function download() {
  const name = queries.get(at("question").value)?.id ?? "query";
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([csv(shown.table)], { type: "text/csv;charset=utf-8" }));
  link.download = `${at("city").value}_${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Do something that may fail, and say why it did. */
async function guarded(work) {
  try {
    await work();
  } catch (error) {
    busy(false);
    if (error instanceof Stopped) tell(words.stopped);
    else wrong(error.message);
  }
}

function wrong(message) {
  const place = /\bat (\d+):(\d+)/.exec(message);
  at("wrong").hidden = false;
  at("results").hidden = false;
  at("wrong").textContent = place
    ? say("wrong_at", { line: place[1], column: place[2], why: message })
    : say("failed", { why: message });
  tell("");
  if (place) {
    at("writing").open = true;
    editor?.goTo(Number(place[1]));
  }
}

function busy(state, text = "") {
  at("run").disabled = state;
  at("stop").hidden = !state;
  app.setAttribute("aria-busy", String(state));
  if (text) tell(text);
}

function tell(text, alone = false) {
  at("told").textContent = text;
  if (alone) app.hidden = false;
}

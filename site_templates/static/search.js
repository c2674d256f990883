// The search page: reads what is asked from the form and the address, loads what it needs, shows what it finds.

import { brokenUp, fold, marked, wordsOf } from "./search-fold.js";
import { Group, nearest, ranked, snippets } from "./search-group.js";

const FILTERS = ["city", "plan", "department", "kind", "theme", "status", "year"];
const SITE = "site";
const AT_ONCE = 6;
const SHOWN = 20;
// Above this size of all cities together a reader is asked first: it is much for a telephone.
const WITHOUT_ASKING = 16e6;
const MEGABYTE = 1e6;
const PAUSE = 150;
const SELDOM = 4;
const JAPANESE = /[ぁ-ヿ㐀-鿿]/;

const { words: texts, years } = JSON.parse(document.getElementById("search-words").textContent);
const form = document.getElementById("search");
const fields = Object.fromEntries(["q", ...FILTERS].map((name) => [name, document.getElementById(name)]));
const found = document.getElementById("found");
const count = document.getElementById("count");
const advice = document.getElementById("advice");
const results = document.getElementById("results");
const more = document.getElementById("more");
const up = form.dataset.up;

let cities = [];
const groups = new Map();
let everything = false;
let shown = SHOWN;
let turn = 0;
let kindNames;
let waiting;

// ---- Words

function say(key, facts = {}) {
  return texts[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, several) => {
    if (one !== undefined) return String(facts[name]) === "1" ? one : several;
    return facts[name] ?? whole;
  });
}

function element(name, facts = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(facts)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function withMarks(text, words) {
  return marked(text, words).map(([piece, hit]) => (hit ? element("mark", {}, piece) : piece));
}

// Words of a plan are Japanese on English pages too, and must be read out so.
function langOf(text) {
  return document.documentElement.lang !== "ja" && JAPANESE.test(text) ? { lang: "ja" } : {};
}

function spoken(text) {
  const lang = langOf(text);
  return lang.lang ? element("span", lang, text) : text;
}

// ---- Files

// Names of texts change with what they hold; of all else a browser must ask whether it is still the same.
async function read(path, cache = "no-cache") {
  const answer = await fetch(new URL(path, document.baseURI), { cache });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer.json();
}

async function inTurn(jobs) {
  const left = [...jobs];
  const worker = async () => {
    for (let job = left.shift(); job; job = left.shift()) await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

// Load a group once: what its pages are, then what they say. `heard` is told of every step.
function load(name, heard) {
  if (!groups.has(name)) groups.set(name, { group: null, whole: false, parts: null, head: null });
  const held = groups.get(name);
  held.head ??= read(`${name}/index.json`).then((head) => {
    held.group = new Group(head);
  });
  return {
    head: () => held.head.then(heard),
    texts: async () => {
      await held.head;
      held.parts ??= held.group.head.parts.map(([file, first]) => ({ file, first, done: null }));
      await inTurn(
        held.parts.map((part) => () => {
          part.done ??= read(`${name}/${part.file}`, "default").then((texts) => held.group.add(part.first, texts));
          return part.done.then(heard);
        }),
      );
      held.whole = true;
    },
    forget: () => groups.delete(name),
  };
}

// ---- What is asked

function asked() {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()]));
}

function isEmpty(ask) {
  return !wordsOf(ask.q).length && FILTERS.every((name) => !ask[name]);
}

function wanted(ask) {
  if (ask.city) return cities.filter(({ group }) => group === ask.city);
  const narrowed = ["plan", "department", "theme", "status", "year"].some((name) => ask[name]);
  return cities.filter(({ group }) => !(narrowed && group === SITE));
}

function passing(ask) {
  return (page) =>
    (!ask.kind || page.kind === ask.kind) &&
    (!ask.plan || page.plan === ask.plan) &&
    (!ask.department || page.departments.some(([id]) => id === ask.department)) &&
    (!ask.theme || page.themes.includes(ask.theme)) &&
    (!(ask.status || ask.year) ||
      page.states.some(
        ([year, status]) => (!ask.status || status === ask.status) && (!ask.year || String(year) === ask.year),
      ));
}

function addressOf(ask) {
  const parameters = new URLSearchParams(Object.entries(ask).filter(([, value]) => value));
  return parameters.size ? `?${parameters}` : location.pathname;
}

function fromAddress() {
  const parameters = new URLSearchParams(location.search);
  for (const [name, field] of Object.entries(fields)) choose(field, parameters.get(name) ?? "");
}

// A value that no option has (yet) gets one: the lists of years, plans and departments come with the cities.
function choose(field, value) {
  if (field.tagName === "SELECT" && value && ![...field.options].some((option) => option.value === value)) {
    field.append(new Option(value, value));
  }
  field.value = value;
}

// ---- Filters

function offer(field, pairs) {
  const kept = field.value;
  field.replaceChildren(field.options[0], ...pairs.map(([value, label]) => new Option(label, value)));
  choose(field, kept);
}

function offerOfCities(ask) {
  const loaded = wanted(ask).flatMap(({ group }) => groups.get(group)?.group ?? []);
  const held = new Set(loaded.flatMap(({ pages }) => pages.flatMap(({ states }) => states.map(([year]) => year))));
  offer(fields.year, [...held].sort((one, other) => other - one).map((year) => [String(year), years[year] ?? year]));
  const city = ask.city && ask.city !== SITE ? groups.get(ask.city)?.group : null;
  for (const [name, list] of [["plan", city?.head.plans], ["department", city?.head.departments]]) {
    fields[name].closest("p").hidden = !list?.length;
    if (list?.length) offer(fields[name], list);
    else if (!ask.city) choose(fields[name], "");
  }
}

function tellFilters(ask) {
  const number = FILTERS.filter((name) => ask[name]).length;
  document.getElementById("filter-count").textContent = number ? ` (${number})` : "";
}

// ---- Searching

async function search() {
  const own = (turn += 1);
  const ask = asked();
  tellFilters(ask);
  if (isEmpty(ask)) {
    show(ask, { note: say("nothing_asked") });
    await quietly(() => inTurn(wanted(ask).map(({ group }) => load(group, () => own === turn && offerOfCities(ask)).head)));
    return;
  }
  const chosen = wanted(ask);
  // Filters alone need no texts.
  const worded = wordsOf(ask.q).length > 0;
  const size = chosen.reduce((sum, city) => sum + (worded ? city.size : city.head), 0);
  if (size > WITHOUT_ASKING && !everything && !ask.city) {
    askForAll(ask, chosen.length, size);
    return;
  }
  let whole = false;
  const redraw = frugal(() => own === turn && draw(ask, whole));
  const loads = chosen.map(({ group }) => load(group, redraw));
  try {
    await inTurn(loads.map(({ head }) => head));
    if (worded) await inTurn(loads.map(({ texts }) => texts));
  } catch (error) {
    for (const { forget } of loads) forget();
    if (own === turn) {
      // What is loaded from now on must not draw over the message.
      turn += 1;
      show(ask, { note: say("failed") });
    }
    console.error(error);
    return;
  }
  whole = true;
  redraw();
}

async function quietly(job) {
  try {
    await job();
  } catch (error) {
    console.error(error);
  }
}

// Run a job soon and only once, however often it is asked for; one that takes long is run the more seldom.
function frugal(job) {
  let due = false;
  let wait = 0;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      const start = performance.now();
      job();
      wait = (performance.now() - start) * SELDOM;
    }, wait);
  };
}

function draw(ask, whole) {
  const start = performance.now();
  offerOfCities(ask);
  const held = wanted(ask).flatMap(({ group }) => groups.get(group)?.group ?? []);
  let words = wordsOf(ask.q);
  let hits = findIn(held, words, ask);
  let note = "";
  if (whole && !hits.length) {
    const broken = brokenUp(ask.q);
    const folded = broken.map(fold);
    const again = broken.length > words.length ? findIn(held, folded, ask) : [];
    if (again.length) {
      note = `${say("broken_up", { words: broken.join(say("separator")) })} ${say("count", { count: again.length })}`;
      [words, hits] = [folded, again];
    }
  }
  show(ask, { hits, words, whole, note, held });
  if (hits.length && ask.city && words.length) {
    advice.append(element("p", {}, element("a", { href: addressOf({ q: ask.q }) }, say("across", { q: ask.q }))));
  }
  found.dataset.milliseconds = (performance.now() - start).toFixed(1);
  found.dataset.whole = whole ? "yes" : "no";
}

function findIn(held, words, ask) {
  return ranked(held.flatMap((group) => group.find(words, passing(ask))));
}

// ---- Showing

function show(ask, { hits = [], words = [], whole = true, note = "", held = [] }) {
  advice.replaceChildren();
  results.replaceChildren(...hits.slice(0, shown).map((hit) => line(hit.page, words, ask)));
  more.hidden = hits.length <= shown;
  if (!whole) count.textContent = say("loading", { count: hits.length });
  else if (!held.length) count.textContent = note;
  else if (!hits.length) tellNone(ask, words, held);
  else count.textContent = note || counted(ask, hits.length);
  count.setAttribute("aria-busy", String(!whole));
  document.title = ask.q ? say("title_of", { q: ask.q, title: document.querySelector("h1").textContent }) : title;
}

const title = document.title;

function counted(ask, number) {
  return ask.q ? say("count_of", { q: ask.q, count: number }) : say("count", { count: number });
}

function line(page, words, ask) {
  const { head } = page.group;
  const way = [kindName(page.kind), head.group === SITE ? "" : head.name, ...page.crumbs].filter(Boolean);
  const made = element(
    "li",
    {},
    element("h3", {}, element("a", { href: `${up}${page.path}index.html`, ...langOf(page.title) }, ...withMarks(page.title, words))),
    element("p", { class: "way" }, ...way.flatMap((step, place) => [...(place ? [" › "] : []), spoken(step)])),
  );
  for (const text of words.length ? snippets(page, words) : []) {
    made.append(element("p", { class: "snippet", ...langOf(text) }, ...withMarks(text, words)));
  }
  const state = standing(page, ask);
  if (page.departments.length && page.kind !== "department") {
    const names = page.departments.map(([, name]) => name).join(say("separator"));
    made.append(element("p", { class: "small" }, spoken(say("departments", { names }))));
  }
  if (state.length) made.append(element("p", { class: "small" }, ...state));
  return made;
}

// How the indicators of a page stood in the year that is asked for, or in their newest.
function standing(page, ask) {
  const newest = ask.year ? Number(ask.year) : page.states.find(([, status]) => !ask.status || status === ask.status)?.[0];
  return page.states
    .filter(([year, status]) => year === newest && (!ask.status || status === ask.status))
    .flatMap(([year, status, printed], place) => {
      const label = [...fields.status.options].find((option) => option.value === status)?.text ?? status;
      const text = printed ? label : say("computed", { status: label });
      return [
        ...(place ? [] : [`${years[year] ?? year} `]),
        element("span", { class: `chip status-${status}` }, text),
        " ",
      ];
    });
}

function kindName(kind) {
  kindNames ??= new Map([...fields.kind.options].map((option) => [option.value, option.text]));
  return kindNames.get(kind) ?? kind;
}

function tellNone(ask, words, held) {
  count.textContent = say("none", { q: ask.q });
  const list = element("ul");
  const free = findIn(held, words, { q: ask.q }).length;
  if (free) list.append(suggestion(say("without_filters", { count: free }), { q: ask.q, city: ask.city }));
  if (ask.city && words.length) list.append(suggestion(say("across", { q: ask.q }), { q: ask.q }));
  const alone = brokenUp(ask.q).length > 1 ? brokenUp(ask.q) : ask.q.split(/\s+/);
  if (alone.length > 1) {
    for (const word of alone) {
      const number = findIn(held, [fold(word)], ask).length;
      if (number) list.append(suggestion(say("only_word", { word, count: number }), { ...ask, q: word }));
    }
  }
  if (list.children.length) advice.append(list);
  const near = nearest(held, words, passing(ask));
  if (near.length) {
    advice.append(
      element("h3", {}, say("nearest")),
      element("ol", { class: "results" }, ...near.map(({ page }) => line(page, words, ask))),
    );
  }
}

function suggestion(text, ask) {
  return element("li", {}, element("a", { href: addressOf(ask) }, text));
}

function askForAll(ask, number, size) {
  show(ask, { note: say("ask_all", { count: number, size: Math.ceil(size / MEGABYTE) }) });
  const button = element("button", { type: "button" }, say("ask_all_button"));
  button.addEventListener("click", () => {
    everything = true;
    search();
  });
  advice.append(element("p", {}, button));
}

// ---- What readers do

function remember(push) {
  const address = addressOf(asked());
  if (push && address !== (location.search || location.pathname)) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

function act(push) {
  clearTimeout(waiting);
  shown = SHOWN;
  remember(push);
  search();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  act(true);
});
fields.q.addEventListener("input", (event) => {
  clearTimeout(waiting);
  if (event.isComposing) return;
  waiting = setTimeout(() => act(false), PAUSE);
});
fields.q.addEventListener("compositionend", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => act(false), PAUSE);
});
for (const name of FILTERS) {
  fields[name].addEventListener("change", () => {
    if (name === "city") for (const other of ["plan", "department"]) fields[other].value = "";
    act(true);
  });
}
document.getElementById("clear").addEventListener("click", () => {
  for (const name of FILTERS) fields[name].value = "";
  act(true);
});
more.addEventListener("click", () => {
  const next = results.children.length;
  shown += SHOWN;
  draw(asked(), true);
  results.children[next]?.querySelector("a").focus();
});
addEventListener("popstate", () => {
  fromAddress();
  shown = SHOWN;
  search();
});

async function begin() {
  try {
    cities = (await read("cities.json")).groups;
  } catch (error) {
    // The lists below stay in sight.
    console.error(error);
    return;
  }
  document.getElementById("by-hand").hidden = true;
  form.hidden = false;
  document.getElementById("body").hidden = false;
  const option = ({ group, name }) => new Option(name, group);
  const prefectures = Map.groupBy?.(cities.filter(({ group }) => group !== SITE), ({ prefecture }) => prefecture);
  fields.city.append(
    ...(prefectures
      ? [...prefectures].map(([label, own]) => element("optgroup", { label }, ...own.map(option)))
      : cities.filter(({ group }) => group !== SITE).map(option)),
    ...cities.filter(({ group }) => group === SITE).map(option),
  );
  fromAddress();
  if (matchMedia("(min-width: 60rem)").matches) document.getElementById("filters").open = true;
  if (!asked().q) fields.q.focus({ preventScroll: true });
  search();
}

begin();

// The pages of a city, or those that belong to none: what they are, what they say, and which of them hold some words.
// Pages are looked through as a whole, so none that holds a word is missed (docs/decisions/0016-search.md).

import { fold, joined, places } from "./search-fold.js";

const KIND_WEIGHT = { plan: 8, policy: 7, project: 6, indicator: 5, department: 5, city: 4, edition: 3, other: 1, source: 0 };
// Pages that gather the words of many others.
const TEXT_WEIGHT = { source: 0.1, edition: 0.5, city: 0.5 };
const EXACT_TITLE = 1000;
const TITLE_START = 500;
const IN_TITLE = 300;
const IN_TEXT = 20;
const MOST_IN_TEXT = 100;
const ACROSS_TEXTS = 1;
const IN_CODE = 0.5;
// What is there to be copied (BibTeX, JSON, HTML, SPARQL) says in another form what the page says anyhow.
const CODE = /^(@\w+\{|[[{]\s*["{]|<\w+\s|prefix\s|TY - )|\/#it\b/i;
const SNIPPET = 96;
const BEFORE = 32;
const TELLING = 16;

export class Group {
  constructor(head) {
    this.head = head;
    this.parts = [];
    this.pages = head.pages.map(([path, title, kind, crumbs, plan, departments, themes, states], number) => ({
      group: this,
      number,
      path,
      kind,
      title: head.strings[title],
      foldedTitle: fold(head.strings[title]),
      crumbs: crumbs.map((crumb) => head.strings[crumb]),
      plan: head.plans[plan]?.[0] ?? "",
      departments: departments.map((place) => head.departments[place]),
      themes,
      states,
      part: null,
      texts: null,
      flow: "",
    }));
  }

  // Take what the pages from `first` on say.
  add(first, { texts, pages }) {
    const folded = texts.map(fold);
    const pagesWith = new Uint32Array(texts.length);
    const code = texts.map((text) => CODE.test(text));
    const part = { texts, folded, code, pagesWith, found: new Map() };
    pages.forEach((own, place) => {
      const page = this.pages[first + place];
      page.part = part;
      page.texts = own;
      page.flow = joined(own.map((text) => folded[text]));
      for (const text of new Set(own)) pagesWith[text] += 1;
    });
    this.parts.push(part);
  }

  // Find the pages that hold all words and that the filter lets pass, each with a score.
  find(words, passes = () => true) {
    for (const part of this.parts) part.found = new Map(words.map((word) => [word, textsWith(part, word)]));
    const hits = [];
    for (const page of this.pages) {
      if (!passes(page)) continue;
      const score = scoreOf(page, words);
      if (score > 0) hits.push({ page, score });
    }
    return hits;
  }
}

function textsWith(part, word) {
  return Uint8Array.from(part.folded, (text) => (text.includes(word) ? 1 : 0));
}

function scoreOf(page, words) {
  let score = KIND_WEIGHT[page.kind] ?? 1;
  if (!words.length) return score + 1;
  for (const word of words) {
    const own = titleScore(page, word) + textScore(page, word);
    if (!own) return 0;
    score += own;
  }
  return words.length > 1 && page.foldedTitle.includes(words.join("")) ? score + IN_TITLE : score;
}

function titleScore({ foldedTitle }, word) {
  if (foldedTitle === word) return EXACT_TITLE;
  if (foldedTitle.startsWith(word)) return TITLE_START;
  return foldedTitle.includes(word) ? IN_TITLE : 0;
}

// A text that stands on many pages, a heading say, tells little of any of them.
function textScore({ kind, part, texts, flow }, word) {
  if (!part) return 0;
  const found = part.found.get(word);
  let score = 0;
  for (const text of texts) {
    if (found[text]) score += part.code[text] ? IN_CODE : IN_TEXT / part.pagesWith[text];
  }
  if (score) return Math.min(score, MOST_IN_TEXT) * (TEXT_WEIGHT[kind] ?? 1);
  return flow.includes(word) ? ACROSS_TEXTS : 0;
}

// Best first; among equals the order of the groups and of the pages in them.
export function ranked(hits) {
  const order = new Map(hits.map((hit, number) => [hit, number]));
  return hits.sort((one, other) => other.score - one.score || order.get(one) - order.get(other));
}

// Give up to two places of a page where it holds words; where only its title does, how the page begins.
export function snippets(page, words) {
  if (!page.part) return [];
  const { texts, folded, code, pagesWith } = page.part;
  const own = [...new Set(page.texts)].filter((text) => !page.foldedTitle.includes(folded[text]));
  const weigh = (text) => {
    const held = words.filter((word) => folded[text].includes(word)).length;
    if (!held || code[text]) return held * IN_CODE;
    return held * 2 + 1 / pagesWith[text] + Math.min(texts[text].length, SNIPPET) / SNIPPET;
  };
  const best = own.map((text) => [weigh(text), text]).filter(([weight]) => weight > 0);
  best.sort((one, other) => other[0] - one[0]);
  const plain = best.filter(([, text]) => !code[text]);
  const inTitle = words.every((word) => page.foldedTitle.includes(word));
  const shown = plain.length || inTitle ? plain : best;
  if (shown.length) return shown.slice(0, 2).map(([, text]) => cut(texts[text], words));
  const across = inTitle ? "" : acrossTexts(page, words);
  if (across) return [cut(across, words)];
  const first = own.find((text) => texts[text].length >= TELLING && !code[text]);
  return first === undefined ? [] : [cut(texts[first], [])];
}

function acrossTexts({ part, texts }, words) {
  for (let at = 0; at + 1 < texts.length; at += 1) {
    const pair = `${part.texts[texts[at]]} ${part.texts[texts[at + 1]]}`;
    if (places(pair, words).length) return pair;
  }
  return "";
}

function cut(text, words) {
  const first = places(text, words)[0]?.[0] ?? 0;
  const start = first > BEFORE && text.length > SNIPPET ? first - BEFORE : 0;
  const end = start + SNIPPET;
  return (start ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "");
}

// The pages that come nearest to what is looked for: by the share of its pairs of letters that they hold.
export function nearest(groups, words, passes, most = 5, least = 0.6) {
  const pairs = [...new Set(words.flatMap((word) => [...word].slice(1).map((letter, at) => [...word][at] + letter)))];
  if (!pairs.length) return [];
  const found = [];
  for (const page of groups.flatMap((group) => group.pages).filter(passes)) {
    const held = pairs.filter((pair) => page.flow.includes(pair)).length / pairs.length;
    const titled = pairs.filter((pair) => page.foldedTitle.includes(pair)).length / pairs.length;
    if (held >= least) found.push({ page, score: held + titled + (KIND_WEIGHT[page.kind] ?? 1) / 100 });
  }
  return ranked(found).slice(0, most);
}

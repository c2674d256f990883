// Runs the search of the site under node, as its page does: `node engine.mjs JOB ASSETS SITE < texts.json`.
// fold: the folded form of each text, and the text in pieces. find: the pages that each query finds, and how long it took.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [job, assets, site] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(join(assets, name)).href);
const { fold, marked, wordsOf } = await module("search-fold.js");
const { Group, ranked, snippets } = await module("search-group.js");
const given = JSON.parse(readFileSync(0, "utf8"));
const read = (...path) => JSON.parse(readFileSync(join(site, "search", ...path), "utf8"));

function load({ group }) {
  const head = read(group, "index.json");
  const parts = head.parts.map(([file, first]) => [first, read(group, file)]);
  const start = performance.now();
  const made = new Group(head);
  for (const [first, texts] of parts) made.add(first, texts);
  return { made, name: group, milliseconds: performance.now() - start };
}

function answer(groups, query) {
  const start = performance.now();
  const words = wordsOf(query);
  const hits = ranked(groups.flatMap((group) => group.find(words)));
  const shown = hits.slice(0, 20).map(({ page }) => snippets(page, words));
  return { query, paths: hits.map(({ page }) => page.path), shown, milliseconds: performance.now() - start };
}

const jobs = {
  fold: () => given.map((text) => ({ folded: fold(text), pieces: marked(text, wordsOf(text)) })),
  find: () => {
    const loaded = read("cities.json").groups.map(load);
    const groups = loaded.map(({ made }) => made);
    return { loaded: loaded.map(({ name, milliseconds }) => [name, milliseconds]), answers: given.map((query) => answer(groups, query)) };
  },
};
process.stdout.write(JSON.stringify(jobs[job]()));

// Results as a table: ready headings, names linked, numbers to the right; a long table is shown in part.

import { hrefOf, isNumber, number, shorten } from "./terms.js";

export const SHOWN = 500;

/**
 * Give a table for SPARQL JSON results. A column `<name>_iri` is the link of the column `<name>`, where there is one.
 * Columns that say nothing are left out, and the column `without`.
 *
 * @param {object} table SPARQL JSON results
 * @param {{base: string, up: string, root: string, caption: string, without: string, heading: (name: string) => string}} said
 */
export function makeTable(table, said) {
  const vars = table.head.vars;
  const rows = table.results.bindings;
  const links = (name) => name.endsWith("_iri") && vars.includes(name.slice(0, -4));
  const told = vars.filter((name) => !links(name) && name !== said.without && rows.some((row) => row[name]));
  const shown = told.length ? told : vars;
  const numeric = new Set(shown.filter((name) => isNumeric(rows, name)));
  const made = element("table", shown.length > 3 ? "stack" : "");
  made.append(element("caption", "", said.caption));
  const head = made.createTHead().insertRow();
  for (const name of shown) {
    const cell = element("th", numeric.has(name) ? "number" : "", said.heading(name));
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows.slice(0, SHOWN)) {
    const line = body.insertRow();
    for (const [place, name] of shown.entries()) {
      line.append(makeCell(row, name, place, numeric, said));
    }
  }
  return made;
}

/** Tell whether a column holds numbers alone, and any at all. */
export function isNumeric(rows, name) {
  const found = rows.filter((row) => row[name]);
  return found.length > 0 && found.every((row) => isNumber(row[name]));
}

function makeCell(row, name, place, numeric, said) {
  const cell = element(place ? "td" : "th", numeric.has(name) ? "number" : "");
  if (place) cell.dataset.label = said.heading(name);
  else cell.scope = "row";
  const term = row[name];
  if (!term) return cell;
  const link = row[`${name}_iri`]?.type === "uri" ? row[`${name}_iri`].value : term.type === "uri" ? term.value : "";
  const href = link ? hrefOf(link, said.base, said.up, said.root) : "";
  const text = term.type === "uri" ? shorten(term.value, said.base) : isNumber(term) && !isYear(name) ? number(term.value) : term.value;
  if (href) {
    const anchor = element("a", "", text);
    anchor.href = href;
    cell.append(anchor);
  } else {
    cell.textContent = text;
  }
  if (term.lang && term.lang !== document.documentElement.lang) cell.lang = term.lang;
  return cell;
}

/** Years are names of years, not amounts: 2024, not 2,024. */
export function isYear(name) {
  return /(^|_)year$/.test(name);
}

export function element(name, look = "", text = "") {
  const made = document.createElement(name);
  if (look) made.className = look;
  if (text) made.textContent = text;
  return made;
}

// Results as CSV that a spreadsheet opens and never runs: RFC 4180, UTF-8 with its mark, formulas made into text.

import { isNumber } from "./terms.js";

const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Give a cell: quoted where it must be; a text that a spreadsheet would take for a formula begins with an apostrophe. */
export function cell(text, numeric = false) {
  const safe = !numeric && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Give SPARQL JSON results as CSV, all columns under their own names. */
export function csv({ head, results }) {
  const lines = [head.vars.map((name) => cell(name)).join(",")];
  for (const row of results.bindings) {
    lines.push(head.vars.map((name) => cell(row[name]?.value ?? "", isNumber(row[name]))).join(","));
  }
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

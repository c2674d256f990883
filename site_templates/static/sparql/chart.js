// Results as a chart: bars lying in rows, or a line over years. The table beneath says the same, so the chart is one image.

import { isNumber, number } from "./terms.js";
import { isNumeric, isYear } from "./table.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 30;
const SERIES = 6;
const LABEL = 15;

/** Choose how results are drawn where a question does not say: numbers over the first column that has none. */
export function guess({ head, results }) {
  const named = head.vars.filter((name) => !name.endsWith("_iri"));
  const numeric = named.filter((name) => isNumeric(results.bindings, name) && !isYear(name) && name !== "page");
  const label = named.find((name) => isYear(name)) ?? named.find((name) => !isNumeric(results.bindings, name));
  return numeric.length && label ? { kind: isYear(label) ? "line" : "bar", label, values: numeric.slice(0, SERIES), by: "" } : null;
}

/** Gather what is drawn: labels in their order, and for each series its value by label. */
export function gather({ results }, drawing, heading) {
  const labels = [];
  const series = new Map();
  for (const row of results.bindings) {
    const label = row[drawing.label]?.value;
    if (label === undefined) continue;
    for (const name of drawing.values) {
      if (!isNumber(row[name])) continue;
      const key = drawing.by ? (row[drawing.by]?.value ?? "") : heading(name);
      if (!labels.includes(label)) labels.push(label);
      if (!series.has(key)) series.set(key, new Map());
      series.get(key).set(label, Number(row[name].value));
    }
  }
  if (isYear(drawing.label)) labels.sort((a, b) => Number(a) - Number(b));
  return { labels, series: [...series].slice(0, SERIES).map(([name, values]) => ({ name, values })) };
}

/** Give a figure of the chart, or null where there is nothing to draw. `words`: its title, what says that it is cut, whether it is narrow. */
export function makeChart(table, drawing, heading, words) {
  const found = gather(table, drawing, heading);
  if (!found.labels.length || !found.series.length) return null;
  const cut = drawing.kind === "bar" && found.labels.length > MOST;
  if (cut) found.labels.length = MOST;
  const figure = document.createElement("figure");
  figure.className = "query-chart";
  const svg = drawing.kind === "line" && found.labels.length > 1 ? line(found, words.narrow) : bars(found, words.narrow);
  const title = make("title", {}, words.title);
  const text = make("desc", {}, describe(found));
  title.id = "chart-title";
  text.id = "chart-text";
  svg.prepend(title, text);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", "chart-title chart-text");
  if (found.series.length > 1) figure.append(legend(found.series));
  figure.append(svg);
  if (cut) {
    const note = document.createElement("figcaption");
    note.className = "note-text";
    note.textContent = words.cut.replace("{count}", MOST);
    figure.append(note);
  }
  return figure;
}

function describe({ labels, series }) {
  const some = labels.slice(0, 5).map((label) => {
    const values = series.filter((one) => one.values.has(label)).map((one) => `${one.name} ${one.values.get(label)}`);
    return `${label}: ${values.join(", ")}`;
  });
  return some.join("; ") + (labels.length > 5 ? " …" : "");
}

function bars({ labels, series }, narrow) {
  const all = series.flatMap((one) => [...one.values.values()]);
  const [least, most] = [Math.min(...all, 0), Math.max(...all, 0)];
  const thick = series.length > 1 ? 12 : 18;
  // On a narrow screen a label stands above its bars.
  const { left, width, right } = narrow ? { left: 2, width: 240, right: 58 } : { left: 230, width: 320, right: 70 };
  const x = (value) => left + ((value - least) / (most - least || 1)) * width;
  const svg = make("svg", {});
  let y = 4;
  for (const label of labels) {
    const present = series.filter((one) => one.values.has(label));
    if (narrow) y += 16;
    const place = narrow
      ? { x: left, y: y - 3 }
      : { x: left - 8, y: y + (present.length * thick) / 2 + 5, "text-anchor": "end" };
    svg.append(make("text", { ...place, class: "label" }, cutTo(label)));
    for (const one of present) {
      const value = one.values.get(label);
      const [from, to] = [x(Math.min(value, 0)), x(Math.max(value, 0))];
      const shape = { x: from, y, width: Math.max(to - from, 1), height: thick - 3, rx: 2 };
      svg.append(make("rect", { ...shape, class: `fill-${series.indexOf(one)}` }));
      svg.append(make("text", { x: to + 6, y: y + thick / 2 + 3, class: "figure" }, number(String(value))));
      y += thick;
    }
    y += 8;
  }
  svg.setAttribute("viewBox", `0 0 ${left + width + right} ${y}`);
  return svg;
}

function line({ labels, series }, narrow) {
  const values = series.flatMap((one) => [...one.values.values()]);
  const [low, high] = [Math.min(...values, 0), Math.max(...values, 0)];
  const { left, width, top, height } = narrow
    ? { left: 48, width: 240, top: 24, height: 180 }
    : { left: 64, width: 520, top: 24, height: 220 };
  const x = (label) => left + ((labels.indexOf(label) + 0.5) / labels.length) * width;
  const y = (value) => top + height - ((value - low) / (high - low || 1)) * height;
  const svg = make("svg", { viewBox: `0 0 ${left + width + 12} ${top + height + 36}` });
  for (const value of steps(low, high)) {
    svg.append(make("line", { x1: left, x2: left + width, y1: y(value), y2: y(value), class: "grid-line" }));
    svg.append(make("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end", class: "label" }, number(String(value))));
  }
  for (const label of labels) {
    svg.append(make("text", { x: x(label), y: top + height + 22, "text-anchor": "middle", class: "label" }, cutTo(label)));
  }
  for (const [place, one] of series.entries()) {
    const points = labels.filter((label) => one.values.has(label));
    const path = points.map((label) => `${x(label)},${y(one.values.get(label))}`).join(" ");
    svg.append(make("polyline", { points: path, class: `line-${place}` }));
    for (const label of points) svg.append(...point(series, place, label, x(label), y));
  }
  return svg;
}

/** Give a point's mark and its figure: the figure of the highest stands above it, those of the others below. */
function point(series, place, label, x, y) {
  const value = series[place].values.get(label);
  const highest = series.every((one, other) => {
    const rival = one.values.get(label);
    return rival === undefined || rival < value || (rival === value && other >= place);
  });
  const mark = place % 2
    ? make("rect", { x: x - 5, y: y(value) - 5, width: 10, height: 10, class: `fill-${place}` })
    : make("circle", { cx: x, cy: y(value), r: 5, class: `fill-${place}` });
  const text = { x, y: y(value) + (highest ? -10 : 20), "text-anchor": "middle", class: "figure" };
  return [mark, make("text", text, number(String(value)))];
}

/** Give round values for the scale. */
export function steps(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step / 1e6; value += step) found.push(Number(value.toPrecision(12)));
  return found;
}

function legend(series) {
  const list = document.createElement("ul");
  list.className = "query-legend";
  for (const [place, one] of series.entries()) {
    const entry = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.className = `swatch back-${place}`;
    entry.append(swatch, one.name);
    list.append(entry);
  }
  return list;
}

function cutTo(text) {
  const letters = [...text];
  const most = /[^\u0000-\u00ff]/.test(text) ? LABEL : LABEL * 2;
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}

function make(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

// Filters and sorts the lists of indicators. The page is whole without it: each list is a table, and other years and
// parts are pages of their own, which are fetched when a filter asks for them. The state stands in the address.

const FILTERS = ["status", "plan", "policy", "department", "theme"];
const ORDER = ["not_achieved", "partly_achieved", "unknown", "not_yet_due", "achieved"];

const form = document.getElementById("filters");
const list = document.getElementById("status-list");

/** Where the script has got to: rows of this page and, once fetched, those of all parts. */
const state = { rows: [], groups: [], whole: false, failed: false, asked: 0 };

/** Give the select of a name, where the page has it. */
const field = (name) => form.querySelector(`select[name="${name}"]`);

/** Give what is chosen: only names that the page has and that are not empty. */
function chosen() {
  const found = {};
  for (const name of [...FILTERS, "sort"]) {
    const select = field(name);
    if (select && select.value) found[name] = select.value;
  }
  return found;
}

/** Take the rows of a table, whose page stands at `base`, as things to filter. */
function take(table, base, place) {
  for (const [turn, body] of [...table.tBodies].entries()) {
    const keys = (body.dataset.keys ?? "").split(" ");
    const group = { heading: body.querySelector("tr.group"), keys, rows: [] };
    state.groups.push(group);
    for (const row of body.querySelectorAll("tr[data-state]")) {
      for (const link of row.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), base).href;
      const cells = [...row.cells].map((cell) => cell.textContent.trim());
      group.rows.push({
        row,
        group,
        order: [place, turn, group.rows.length],
        title: cells[0],
        department: cells[4],
        status: row.dataset.state,
        rate: row.dataset.rate === undefined ? Infinity : Number(row.dataset.rate),
        departments: (row.dataset.departments ?? "").split(" "),
        themes: (row.dataset.themes ?? "").split(" "),
        year: base.pathname.match(/\/status\/(\d{4})\//)?.[1] ?? "",
      });
    }
    state.rows.push(...group.rows);
  }
}

/** Fetch the other parts of the list, once. */
async function complete() {
  if (state.whole) return;
  state.whole = true;
  const told = document.getElementById("filter-told");
  const pages = form.dataset.pages.split(" ").filter(Boolean).map((page) => new URL(page, location.href));
  const here = new URL(location.href);
  const others = form.dataset.kind === "all" ? pages : pages.filter((page) => folder(page) !== folder(here));
  if (!others.length) return;
  told.textContent = told.dataset.loading;
  try {
    await gather(pages, here);
  } catch {
    state.failed = true;
  }
}

/** Give the folder that a page stands in. */
const folder = (url) => url.pathname.replace(/index\.html$/, "");

/** Fetch pages one by one, and the further parts that each names, and take their rows in order. */
async function gather(pages, here) {
  const documents = [];
  const seen = new Set();
  const queue = [...pages];
  while (queue.length) {
    const page = queue.shift();
    if (seen.has(folder(page))) continue;
    seen.add(folder(page));
    const own = folder(page) === folder(here);
    const text = own ? null : await fetch(page).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)));
    const parsed = own ? document : new DOMParser().parseFromString(text, "text/html");
    documents.push([parsed, page]);
    const parts = parsed.getElementById("filters")?.dataset.pages ?? "";
    if (!own) queue.unshift(...parts.split(" ").filter(Boolean).map((part) => new URL(part, page)));
  }
  state.rows = [];
  state.groups = [];
  for (const [place, [parsed, page]] of documents.entries()) {
    const table = parsed.querySelector("#status-list table");
    if (table) take(document.importNode(table, true), page, place);
  }
}

/** Tell whether a row is as the filters ask. */
function fits(one, wanted) {
  return (
    (!wanted.status || one.status === wanted.status) &&
    (!wanted.plan || one.group.keys[0] === wanted.plan) &&
    (!wanted.policy || one.group.keys.includes(wanted.policy)) &&
    (!wanted.department || one.departments.includes(wanted.department)) &&
    (!wanted.theme || one.themes.includes(wanted.theme))
  );
}

const collator = new Intl.Collator(document.documentElement.lang);
const SORTS = {
  status: (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status),
  rate: (a, b) => (a.rate === b.rate ? 0 : a.rate - b.rate),
  title: (a, b) => collator.compare(a.title, b.title),
  department: (a, b) => collator.compare(a.department, b.department),
};

/** Show the rows that fit, by policy or in the chosen order. */
function show(wanted) {
  const found = state.rows.filter((one) => fits(one, wanted));
  const table = list.querySelector("table");
  const bodies = [];
  if (wanted.sort) {
    const body = document.createElement("tbody");
    body.append(...[...found].sort(SORTS[wanted.sort]).map((one) => labelled(one)));
    bodies.push(body);
  } else {
    for (const group of state.groups) {
      const rows = group.rows.filter((one) => fits(one, wanted));
      if (!rows.length) continue;
      const body = document.createElement("tbody");
      body.append(group.heading, ...rows.map((one) => labelled(one)));
      bodies.push(body);
    }
  }
  for (const body of [...table.tBodies]) body.remove();
  table.append(...bodies);
  state.shown = wanted.sort ? [...found].sort(SORTS[wanted.sort]) : found;
  list.hidden = false;
}

/** Give a row; where rows of several years stand together, it says its year. */
function labelled(one) {
  if (form.dataset.kind === "all" && !one.row.querySelector(".row-year")) {
    const year = document.createElement("span");
    year.className = "small row-year";
    year.textContent = [...field("year").options].find((option) => option.value === one.year)?.textContent ?? one.year;
    one.row.cells[0].append(year);
  }
  return one.row;
}

/** Say how many rows are shown, and how many filters are set. */
function tell(wanted) {
  const told = document.getElementById("filter-told");
  const count = told.dataset.count.replace("{all}", state.rows.length).replace("{count}", state.shown.length);
  told.textContent = state.failed ? `${told.dataset.failed} ${count}` : count;
  const set = FILTERS.filter((name) => wanted[name]).length;
  document.getElementById("filter-count").textContent = set ? ` (${set})` : "";
  const pager = document.querySelector(".pager");
  if (pager) pager.hidden = state.whole && !state.failed;
}

/** Bring the page to what is chosen. A later choice overtakes an earlier one that still loads. */
async function apply() {
  const asked = ++state.asked;
  const wanted = chosen();
  if (Object.keys(wanted).length || form.dataset.kind === "all") await complete();
  if (asked !== state.asked) return;
  show(wanted);
  tell(wanted);
}

/** Set the form to what the address says. */
function read() {
  const asked = new URLSearchParams(location.search);
  for (const name of [...FILTERS, "sort"]) {
    const select = field(name);
    if (select) select.value = [...select.options].some((one) => one.value === asked.get(name)) ? asked.get(name) : "";
  }
  return [...asked.keys()].length > 0;
}

/** Give the address of a list with what is chosen. */
function address(path) {
  const url = new URL(path, location.href);
  url.search = new URLSearchParams(chosen()).toString();
  return url.href;
}

/** A choice was made. Another year is another page; all years together are the page above. */
function choose(event) {
  const { name, value } = event.target;
  if (name !== "year") {
    history.pushState(null, "", address(location.pathname));
    apply();
  } else if (value) {
    location.href = address(`${form.dataset.root}${value}/${form.dataset.kind === "missed" ? "missed/" : ""}index.html`);
  } else if (form.dataset.kind !== "all") {
    // The list of the missed becomes, over all years, the filter for them.
    if (form.dataset.kind === "missed" && !field("status").value) field("status").value = "not_achieved";
    const goal = address(`${form.dataset.root}index.html`);
    location.href = goal.endsWith("?") || !goal.includes("?") ? `${goal.replace("?", "")}?all=` : goal;
  }
}

/** Save what is shown as CSV. */
function save() {
  const heads = [...list.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const lines = [[field("year").labels[0].textContent, ...heads, "URL"], ...state.shown.map(cells)];
  const text = lines.map((line) => line.map(quoted).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv;charset=utf-8" }));
  link.download = "status.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Give a row's cells as texts. */
function cells(one) {
  const link = one.row.querySelector("a[href]");
  const marks = [...one.row.querySelectorAll(".chip")].map((mark) => mark.textContent.trim()).join(" / ");
  const [, , target, result, department] = [...one.row.cells].map((cell) => cell.textContent.trim());
  return [one.year, link.textContent.trim(), marks, target, result, department, link.href];
}

if (form && list) {
  form.hidden = false;
  if (form.dataset.kind !== "all") take(list.querySelector("table"), new URL(location.href), 0);
  document.getElementById("status-by-hand")?.remove();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", choose);
  document.getElementById("filter-csv").addEventListener("click", save);
  document.getElementById("filter-clear").addEventListener("click", () => {
    for (const name of [...FILTERS, "sort"]) if (field(name)) field(name).value = "";
    history.pushState(null, "", location.pathname);
    apply();
  });
  addEventListener("popstate", () => {
    read();
    apply();
  });
  const asked = read();
  state.shown = state.rows;
  if (asked) {
    const details = form.querySelector("details");
    if (details) details.open = true;
    apply();
  } else if (form.dataset.kind !== "all" && !document.querySelector(".pager")) tell({});
}

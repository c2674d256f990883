// Links to a question: the data (a city's code, or all), and a ready question with its parameters or a text of one's own.

/** Give the fragment of a link. `values` are the parameters of a ready question by their kinds; empty ones are left out. */
export function encode({ city, query = "", values = {}, text = "" }) {
  const parts = [["city", city]];
  if (query) {
    parts.push(["query", query], ...Object.entries(values).filter(([, value]) => value));
  } else {
    parts.push(["q", text]);
  }
  // Slashes stay readable: the values are mostly paths.
  return parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2F", "/")}`).join("&");
}

/** Read a fragment, with or without its #; what is not a link to a question gives null. */
export function decode(fragment) {
  const found = new URLSearchParams(fragment.replace(/^#/, "").replaceAll("+", "%2B"));
  const city = found.get("city") ?? "";
  const query = found.get("query") ?? "";
  const text = found.get("q") ?? "";
  if (!query && !text) return null;
  const values = Object.fromEntries([...found].filter(([name]) => !["city", "query", "q"].includes(name)));
  return query ? { city, query, values, text: "" } : { city, query: "", values: {}, text };
}

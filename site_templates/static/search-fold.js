// The form in which what is looked for and what pages say are compared, and the way back from it to the text.
// Width, case, kana, radicals, accents, kinds of dashes and white space do not matter; tests/search/vectors.json says how.

// Radicals that NFKC leaves alone, each before its ideograph: the same list as in build/keikaku/text.py.
const RADICALS =
  "⺁厂⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭" +
  "⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶" +
  "⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";
const IDEOGRAPHS = new Map(RADICALS.match(/../gu).map((pair) => [...pair]));
const RADICAL = /[⺀-⻿]/g;
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]|\udb40[\udd00-\uddef]/g;
const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/g;
const ACCENT = /[\u0300-\u036f]/g;
const KATAKANA = /[ァ-ヶヽヾ]/g;
const SAME = [
  [/[‐‑‒–—―−─━]/g, "-"],
  [/[〜～∼]/g, "~"],
  [/[·•‧⋅∙]/g, "・"],
  [/[〇◯⚪]/g, "○"],
  [/[“”„‟〝〟]/g, '"'],
  [/[‘’‚‛]/g, "'"],
  [/ß/g, "ss"],
  [/ς/g, "σ"],
];
const ASCII = /^[\x00-\x7f]*$/;
const WORDY = /[a-z0-9]/;
// A character with the marks that belong to it: half-width kana have theirs behind them.
const CLUSTER = /[^][\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]*/gu;

function foldCharacters(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  let folded = text
    .replace(UNSEEN, "")
    .replace(RADICAL, (one) => IDEOGRAPHS.get(one) ?? one)
    .normalize("NFKC")
    .toLowerCase()
    .replace(ACCENTED, (one) => one.normalize("NFD").replace(ACCENT, ""))
    .replace(KATAKANA, (one) => String.fromCharCode(one.charCodeAt(0) - 0x60));
  for (const [several, one] of SAME) folded = folded.replace(several, one);
  return folded;
}

function isWordy(character) {
  return character !== undefined && WORDY.test(character);
}

// White space stays only where it parts two Latin words or figures: lines break anywhere in Japanese.
export function fold(text) {
  return foldCharacters(text)
    .trim()
    .replace(/\s+/g, (gap, at, whole) => (isWordy(whole[at - 1]) && isWordy(whole[at + gap.length]) ? " " : ""));
}

// Folded texts, one behind the other.
export function joined(texts) {
  const pieces = [];
  let last;
  for (const text of texts) {
    if (isWordy(last) && isWordy(text[0])) pieces.push(" ");
    pieces.push(text);
    last = text[text.length - 1];
  }
  return pieces.join("");
}

// What is looked for: a page must hold every word.
export function wordsOf(query) {
  return [...new Set(foldCharacters(query).split(/\s+/).map(fold).filter(Boolean))];
}

// Words in a query without spaces, by its kinds of letters: 学童保育所のオンライン申請 holds 学童保育所, オンライン and 申請.
export function brokenUp(query) {
  const letters = /[\p{Script=Han}々]{2,}|[ァ-ヺー]{2,}|[A-Za-z0-9][A-Za-z0-9.%-]*/gu;
  return [...new Set(query.normalize("NFKC").match(letters) ?? [])];
}

function mapped(text) {
  const clusters = text.match(CLUSTER) ?? [];
  const folded = clusters.map(foldCharacters);
  let whole = "";
  const origins = [];
  let at = 0;
  clusters.forEach((cluster, number) => {
    let own = folded[number];
    if (/^\s+$/.test(own)) own = isWordy(whole.at(-1)) && isWordy(folded[number + 1]?.[0]) ? " " : "";
    for (let unit = 0; unit < own.length; unit += 1) origins.push([at, at + cluster.length]);
    whole += own;
    at += cluster.length;
  });
  return { whole, origins };
}

// Where a text holds words: stretches of it, first to last, none touching another.
export function places(text, words) {
  const { whole, origins } = mapped(text);
  const found = [];
  for (const word of words) {
    for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length)) {
      found.push([origins[at][0], origins[at + word.length - 1][1]]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const merged = [];
  for (const [start, end] of found) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

// A text in pieces, each with whether it is one of the words.
export function marked(text, words) {
  const pieces = [];
  let at = 0;
  for (const [start, end] of places(text, words)) {
    if (start > at) pieces.push([text.slice(at, start), false]);
    pieces.push([text.slice(start, end), true]);
    at = end;
  }
  if (at < text.length) pieces.push([text.slice(at), false]);
  return pieces;
}

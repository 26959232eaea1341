// Elements are made of names and texts: no text of a backup is ever read as HTML.

// Names as people count: vm-2 before vm-10.
const ORDER = new Intl.Collator("en", { numeric: true });

const SVG = "http://www.w3.org/2000/svg";

// An element. Attributes that are null or false are left out; those that begin with "on" are listeners.
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

// A text that somebody chose, set apart: letters of other scripts do not turn around what stands beside it.
function bdi(text) {
  return h("bdi", null, text);
}

function code(text) {
  return h("code", { dir: "ltr" }, bdi(text));
}

// The middle of a long text left out: names often begin alike.
function shorten(text, length) {
  const letters = Array.from(text);
  if (letters.length <= length) return text;
  const tail = Math.floor((length - 1) / 3);
  const head = length - 1 - tail;
  return letters.slice(0, head).join("") + "…" + letters.slice(-tail).join("");
}

function count(number, noun) {
  const formatted = number.toLocaleString("en-US");
  return number === 1 ? `${formatted} ${noun}` : `${formatted} ${noun}s`;
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

// Adds many elements a part at a time, so that the first are seen at once.
function appendInParts(parent, items, make, first = 60, part = 400) {
  let next = 0;
  const step = (size) => {
    const end = Math.min(items.length, next + size);
    const rows = document.createDocumentFragment();
    for (; next < end; next++) rows.append(make(items[next], next));
    parent.append(rows);
    if (next < items.length) setTimeout(() => step(part));
  };
  step(first);
  return parent;
}

// A part of a page that is made when it is opened for the first time.
function disclosure(summary, makeBody, isOpen) {
  const details = h("details", null, h("summary", null, summary));
  const open = () => {
    if (details.open && details.childElementCount === 1) details.append(makeBody());
  };
  details.addEventListener("toggle", open);
  details.unfold = () => {
    details.open = true;
    open();
  };
  if (isOpen) details.unfold();
  return details;
}

// The first of many items, and a button for all.
function firstOf(items, most, make, tag = "div", className = "chips") {
  const list = h(tag, { class: className });
  for (const item of items.slice(0, most)) list.append(make(item));
  if (items.length > most) {
    const more = h("button", { type: "button", class: "more" }, `${(items.length - most).toLocaleString("en-US")} more`);
    more.addEventListener("click", () => {
      more.remove();
      appendInParts(list, items.slice(most), make);
    });
    list.append(more);
  }
  return list;
}

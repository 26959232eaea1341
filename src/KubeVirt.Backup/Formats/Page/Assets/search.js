// A search over all objects: every word must stand in the kind, the namespace or the name.

const MOST_FOUND = 50;

function searchBox(page) {
  const input = h("input", {
    type: "search",
    id: "search",
    placeholder: "Search kind, namespace, name   ( / )",
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-label": "Search objects",
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
  });
  const list = h("ul", { id: "found", role: "listbox", "aria-label": "Objects found", hidden: true });
  const search = { input, list, found: [], at: -1 };
  input.addEventListener("input", () => showFound(page, search));
  input.addEventListener("focus", () => input.value && showFound(page, search));
  input.addEventListener("keydown", (event) => searchKey(page, search, event));
  input.addEventListener("blur", () => setTimeout(() => closeFound(search), 150));
  return h("div", { class: "search", role: "search" }, input, list);
}

function findObjects(model, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  model.keys ??= model.objects.map((object) => `${object.kind} ${object.namespace}/${object.name}`.toLowerCase());
  const found = model.objects.filter((object) => words.every((word) => model.keys[object.place].includes(word)));
  // Who types a whole name means that object.
  const rank = (object) => (object.name.toLowerCase() === words[words.length - 1] ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

function showFound(page, search) {
  const all = findObjects(page.model, search.input.value);
  search.found = all.slice(0, MOST_FOUND);
  search.at = search.found.length > 0 ? 0 : -1;
  const rows = search.found.map((object, number) =>
    h(
      "li",
      {
        id: `found-${number}`,
        role: "option",
        "aria-selected": String(number === 0),
        class: `family-${familyOf(object)}`,
        onpointerdown: (event) => {
          event.preventDefault();
          choose(page, search, object);
        },
      },
      h("small", null, object.kind),
      h("bdi", { class: "name" }, shorten(fullName(object), 70)),
      object.state > 0 && h("em", null, STATES[object.state]),
    ),
  );
  if (all.length > MOST_FOUND) rows.push(h("li", { class: "hint", role: "presentation" }, `and ${(all.length - MOST_FOUND).toLocaleString("en-US")} more`));
  if (all.length === 0) rows.push(h("li", { class: "hint", role: "presentation" }, "Nothing is called so."));
  search.list.replaceChildren(...rows);
  const isOpen = search.input.value.trim().length > 0;
  search.list.hidden = !isOpen;
  search.input.setAttribute("aria-expanded", String(isOpen));
  pointAt(search, search.at);
}

function pointAt(search, number) {
  search.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
  search.at = number;
  const row = number >= 0 && search.list.children[number];
  if (!row) {
    search.input.removeAttribute("aria-activedescendant");
    return;
  }
  row.setAttribute("aria-selected", "true");
  row.scrollIntoView({ block: "nearest" });
  search.input.setAttribute("aria-activedescendant", row.id);
}

function searchKey(page, search, event) {
  const { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    const next = search.at + (key === "ArrowDown" ? 1 : -1);
    if (next >= 0 && next < search.found.length) pointAt(search, next);
  } else if (key === "Enter" && search.found[search.at]) {
    event.preventDefault();
    choose(page, search, search.found[search.at]);
  } else if (key === "Escape") {
    event.stopPropagation();
    if (search.list.hidden) search.input.blur();
    else closeFound(search);
  }
}

function choose(page, search, object) {
  closeFound(search);
  page.select(object.place, true);
}

function closeFound(search) {
  search.list.hidden = true;
  search.input.setAttribute("aria-expanded", "false");
}

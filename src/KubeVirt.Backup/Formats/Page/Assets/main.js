// Puts the page together, and keeps what is shown and what is selected.

function viewsOf(model) {
  const { data, findings } = model;
  const views = [];
  if (data.page === "restore") views.push(["changes", `Changes (${data.changes.length.toLocaleString("en-US")})`, changesView]);
  views.push(["machines", "Machines", machinesView]);
  views.push(["sets", "Sets", setsView]);
  views.push(["findings", `Findings (${findings.length.toLocaleString("en-US")})`, findingsView]);
  if (data.rehearsal) views.push(["rehearsal", "Rehearsal", rehearsalView]);
  return views;
}

function buildPage(model) {
  const page = { model, selected: -1, views: new Map() };
  page.detail = h("aside", { class: "detail", "aria-label": "Object", hidden: true });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Views" });
  const main = h("main");
  for (const [name, title, make] of viewsOf(model)) {
    const tab = h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`, "data-view": name, onclick: () => page.show(name) }, title);
    const section = h("section", { class: "view", role: "tabpanel", id: `view-${name}`, "aria-labelledby": `tab-${name}`, hidden: true });
    page.views.set(name, { tab, section, make });
    tabs.append(tab);
    main.append(section);
  }
  page.show = (name) => show(page, name);
  page.select = (place, isSearched) => select(page, place, isSearched);
  page.showFindings = (id) => showFindings(page, id);
  page.close = () => close(page);
  page.markSelected = () => markSelected(page);

  const header = h(
    "header",
    { class: "top" },
    h("h1", null, model.data.title),
    h("p", { class: "summary" }, model.data.summary),
    searchBox(page),
    h("button", { type: "button", class: "quiet", id: "theme", onclick: turnTheme }, "Light / dark"),
  );
  document.body.append(header, tabs, h("div", { class: "columns" }, main, page.detail), tooltip);
  return page;
}

function render(page, name) {
  const view = page.views.get(name);
  if (view.section.childElementCount === 0) view.section.append(view.make(page));
}

function show(page, name) {
  render(page, name);
  for (const [other, { tab, section }] of page.views) {
    tab.setAttribute("aria-selected", String(other === name));
    tab.setAttribute("tabindex", other === name ? "0" : "-1");
    section.hidden = other !== name;
  }
}

// Shows an object: in its machine where it was searched for or is linked, and what is known of it beside.
function select(page, place, isSearched) {
  hideTip();
  page.selected = place;
  const object = page.model.objects[place];
  if (isSearched || !page.views.get("machines").section.hidden) reveal(page, object, isSearched);
  page.detail.replaceChildren(...detailOf(page, object));
  page.detail.hidden = false;
  page.detail.scrollTop = 0;
  document.body.classList.add("has-detail");
  markSelected(page);
  if (isSearched) page.detail.querySelector("h2").focus({ preventScroll: true });
}

// Unfolds the machine of an object, and brings the object into sight.
function reveal(page, object, isSearched) {
  page.show("machines");
  if (object.group >= 0) unfold(page, object.group, true);
  else if (isSearched) document.querySelector(`details.group[data-group="${object.group}"]`)?.unfold();
  const shown = document.querySelector(`#view-machines [data-object="${object.place}"]`);
  if (shown && isSearched) shown.scrollIntoView({ block: "center", inline: "center" });
}

function close(page) {
  page.selected = -1;
  page.detail.hidden = true;
  document.body.classList.remove("has-detail");
  markSelected(page);
}

function markSelected(page) {
  document.querySelectorAll("main .selected").forEach((element) => element.classList.remove("selected"));
  if (page.selected < 0) return;
  document.querySelectorAll(`main [data-object="${page.selected}"]`).forEach((element) => element.classList.add("selected"));
}

function turnTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
}

readData().then((data) => {
  const page = buildPage(buildModel(data));
  page.show([...page.views.keys()][0]);
  listenToKeys(page);
  // Findings go with whatever is printed.
  addEventListener("beforeprint", () => render(page, "findings"));
  document.documentElement.dataset.ready = "true";
});

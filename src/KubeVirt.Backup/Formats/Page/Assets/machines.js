// The first view: one row a machine. Only a machine that is unfolded is laid out.

function machinesView(page) {
  const machines = [...page.model.machines].sort((a, b) => ORDER.compare(fullName(a.object), fullName(b.object)));
  const list = h("ol", { class: "machines", "aria-label": "Machines" });
  page.rows = new Map();
  appendInParts(list, machines, (machine, place) => machineRow(page, machine, place === 0));
  if (machines.length > 0 && machines.length <= 3) unfold(page, machines[0].number, true);

  const view = h("div", null, filters(page, list), machines.length > 0 && columnTitles(page));
  view.append(list, ...groupRows(page));
  if (machines.length === 0) view.querySelectorAll("details.group").forEach((group) => group.unfold());
  return view;
}

function columnTitles(page) {
  const isPlan = page.model.data.page === "plan";
  const titles = ["machine", isPlan ? "restore" : "", isPlan ? "snapshots" : "", "objects", "claims", "findings"];
  return h("div", { class: "row titles", "aria-hidden": "true" }, h("span"), titles.map((title) => h("span", null, title)));
}

function machineRow(page, machine, isFirst) {
  const { object, verdict, severities } = machine;
  const bodyId = `machine-${machine.number}`;
  const button = h(
    "button",
    {
      type: "button",
      class: "row",
      "aria-expanded": "false",
      "aria-controls": bodyId,
      "data-machine": machine.number,
      tabindex: isFirst ? "0" : "-1",
      onclick: () => unfold(page, machine.number),
    },
    h("span", { class: "caret", "aria-hidden": "true" }),
    h("span", { class: "title" }, h("small", null, bdi(object.namespace)), h("bdi", { class: "name" }, shorten(object.name, 70))),
    h("span", null, verdict && badge(verdict.outcome)),
    h("span", { class: "data" }, verdict ? verdict.data : ""),
    h("span", { class: "figure" }, machine.members.length.toLocaleString("en-US"), h("i", null, " objects")),
    h("span", { class: "figure" }, machine.claims.toLocaleString("en-US"), h("i", null, " claims")),
    h("span", { class: "marks" }, SEVERITIES.filter((word) => severities[word] > 0).map((word) => mark(word, severities[word]))),
  );
  tip(button, () => objectTip(object));
  const row = h("li", { "data-outcome": verdict ? verdict.outcome : "" }, button);
  page.rows.set(machine.number, { row, button, bodyId });
  return row;
}

function mark(severity, number) {
  return h("span", { class: `mark ${severity}`, title: count(number, severity) }, String(number));
}

// Unfolds a machine, or folds it where it is unfolded and nothing else is asked for.
function unfold(page, number, isOpen) {
  const entry = page.rows.get(number);
  if (!entry) return;
  const isNow = entry.button.getAttribute("aria-expanded") === "true";
  const shall = isOpen === undefined ? !isNow : isOpen;
  if (shall === isNow) return;
  entry.button.setAttribute("aria-expanded", String(shall));
  if (!shall) {
    entry.row.lastElementChild.remove();
    return;
  }
  const body = machineBody(page, page.model.machines[number]);
  body.id = entry.bodyId;
  entry.row.append(body);
  page.markSelected();
}

// Buttons that show machines of one outcome alone, and one that folds all.
function filters(page, list) {
  const outcomes = groupBy(
    page.model.machines.filter((machine) => machine.verdict),
    (machine) => machine.verdict.outcome,
  );
  const buttons = [...outcomes].map(([outcome, machines]) => {
    const button = h(
      "button",
      { type: "button", class: "filter", "aria-pressed": "false" },
      badge(outcome),
      h("span", { class: "number" }, machines.length.toLocaleString("en-US")),
    );
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      for (const other of buttons) other.setAttribute("aria-pressed", String(isOn && other === button));
      list.dataset.only = isOn ? outcome : "";
    });
    return button;
  });
  const fold = h("button", { type: "button", class: "quiet" }, "Fold all");
  fold.addEventListener("click", () => page.model.machines.forEach((machine) => unfold(page, machine.number, false)));
  return h(
    "div",
    { class: "filters" },
    h("span", { class: "hint" }, count(page.model.machines.length, "machine")),
    buttons.length > 1 && buttons,
    legend(),
    page.model.machines.length > 0 && fold,
  );
}

function legend() {
  const families = ["machine", "runtime", "storage", "config", "network", "access", "other"];
  return h("span", { class: "legend", "aria-hidden": "true" }, families.map((name) => h("span", { class: `family-${name}` }, name)));
}

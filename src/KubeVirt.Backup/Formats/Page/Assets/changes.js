// What a restore changes: each object before and after, in the end or policy by policy.

function readChanges(model) {
  const { text } = model;
  return model.data.changes.map(([place, id, newName, ...rows]) => ({
    place,
    id: text(id),
    kind: text(id).split("/")[0].split(".")[0],
    newName: text(newName),
    values: rows.map(([path, before, ...steps]) => valueOf(text, path, before, steps)),
  }));
}

// One value: what it was, and what each policy made of it. A number below zero stands for no value.
function valueOf(text, path, before, steps) {
  const value = (number) => (number < 0 ? null : text(number));
  const changes = [];
  let last = value(before);
  for (let i = 0; i < steps.length; i += 2) {
    const after = value(steps[i]);
    changes.push({ path: text(path), before: last, after, policy: text(steps[i + 1]) });
    last = after;
  }
  return { path: text(path), before: value(before), after: last, changes };
}

function changesView(page) {
  page.changes ??= readChanges(page.model);
  const policies = [...new Set(page.changes.flatMap((one) => one.values.flatMap((value) => value.changes.map((c) => c.policy))))];
  const how = h("select", { "aria-label": "How changes are shown" }, ["Before and after", "Policy by policy"].map((word) => h("option", null, word)));
  const which = h(
    "select",
    { "aria-label": "Policy" },
    h("option", { value: "" }, "All policies"),
    policies.map((policy) => h("option", { value: policy }, policy)),
  );
  const list = h("div");
  const show = () => list.replaceChildren(...changeGroups(page, how.selectedIndex === 1, which.value));
  how.addEventListener("change", show);
  which.addEventListener("change", show);
  show();
  return h("div", { class: "changes" }, h("div", { class: "filters" }, h("span", { class: "hint" }, `${count(page.changes.length, "object")} change`), how, which), list, listRows(page));
}

// The objects that change, by kind, machines first.
function changeGroups(page, isByPolicy, policy) {
  const isOf = (one) => !policy || one.values.some((value) => value.changes.some((change) => change.policy === policy));
  const shown = page.changes.filter(isOf).sort((a, b) => ORDER.compare(a.id, b.id));
  const kinds = [...groupBy(shown, (one) => one.kind)];
  const isMachine = ([kind]) => kind.startsWith("VirtualMachine");
  kinds.sort((a, b) => isMachine(b) - isMachine(a));
  const isFew = page.changes.length <= 40;
  return kinds.map(([kind, objects], number) => {
    const summary = [h("span", { class: "title" }, kind), h("span", { class: "number" }, count(objects.length, "object"))];
    const body = () => appendInParts(h("div", { class: "machine-body" }), objects, (one, place) => changeOf(page, one, isByPolicy, policy, isFew || place === 0));
    const group = disclosure(summary, body, isFew || number === 0);
    group.classList.add("group");
    return group;
  });
}

function changeOf(page, one, isByPolicy, policy, isOpen) {
  const summary = [
    h("span", { class: "title" }, h("bdi", null, shorten(one.id.slice(one.id.indexOf("/") + 1), 80))),
    one.newName && h("span", { class: "hint" }, "→ ", bdi(one.newName)),
    h("span", { class: "number" }, count(one.values.length, "change")),
  ];
  return disclosure(summary, () => changeTables(page, one, isByPolicy, policy), isOpen);
}

function changeTables(page, one, isByPolicy, policy) {
  const link = one.place >= 0 && h("p", null, "In the target: ", objectButton(page, page.model.objects[one.place]));
  if (!isByPolicy) {
    const isOf = (value) => !policy || value.changes.some((change) => change.policy === policy);
    const rows = one.values.filter(isOf).filter((value) => value.changes.length === 1 || value.before !== value.after);
    return h("div", null, link, changeTable(rows.map((value) => [value, value.changes.map((change) => change.policy).join(", ")])));
  }
  const steps = one.values.flatMap((value) => value.changes).filter((change) => !policy || change.policy === policy);
  const tables = [...groupBy(steps, (change) => change.policy)].map(([name, changes]) =>
    h("div", { class: "policy" }, h("h4", null, bdi(name)), changeTable(changes.map((change) => [change, null]))),
  );
  return h("div", null, link, tables);
}

function changeTable(rows) {
  const hasPolicy = rows.some(([, policy]) => policy);
  const titles = ["", "field", "before", "after"].concat(hasPolicy ? ["policy"] : []);
  return h(
    "table",
    { class: "diff" },
    h("thead", null, h("tr", null, titles.map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", null, rows.map(([change, policy]) => changeRow(change, policy))),
  );
}

function changeRow(change, policy) {
  const mark = change.before === null ? "added" : change.after === null ? "removed" : "changed";
  return h(
    "tr",
    { class: mark },
    h("td", { class: "sign", title: mark }, { added: "+", removed: "−", changed: "~" }[mark]),
    h("td", null, code(change.path)),
    h("td", { class: "before" }, change.before !== null && code(change.before)),
    h("td", { class: "after" }, change.after !== null && code(change.after)),
    policy && h("td", { class: "by" }, bdi(policy)),
  );
}

// The changes of one object, for its detail.
function changesPart(page, object) {
  page.changes ??= readChanges(page.model);
  const mine = page.changes.filter((one) => one.place === object.place);
  return mine.length > 0 && part("Before and after", mine.map((one) => changeTables(page, one, true, "")));
}

// Volumes, owners and what nodes must have, as lines.
function listRows(page) {
  const { text, data } = page.model;
  return data.lists.filter(([, ...lines]) => lines.length > 0).map(([title, ...lines]) => {
    const summary = [h("span", { class: "title" }, text(title)), h("span", { class: "number" }, String(lines.length))];
    const row = disclosure(summary, () => h("div", { class: "machine-body" }, firstOf(lines, 100, (line) => h("li", null, code(text(line))), "ul", "plain")), false);
    row.classList.add("group");
    return row;
  });
}

// What is known of one object: why it is there, what it refers to and what refers to it, findings and changes.

function detailOf(page, object) {
  const { model } = page;
  const out = model.out[object.place];
  const incoming = model.in[object.place];
  return [
    heading(page, object),
    facts(page, object),
    part("Why it is here", why(page, object)),
    object.findings.length > 0 && part(`Findings (${object.findings.length})`, object.findings.map((one) => findingCard(page, one))),
    disksOf(page, object),
    page.model.data.page === "restore" && changesPart(page, object),
    out.length > 0 && part(`Refers to (${out.length})`, references(page, object, out, (edge) => edge.to)),
    incoming.length > 0 && part(`Referred to by (${incoming.length})`, references(page, object, incoming, (edge) => edge.from)),
  ].filter(Boolean);
}

function heading(page, object) {
  const close = h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => page.close() }, "×");
  return h(
    "header",
    { class: `family-${familyOf(object)}` },
    h("div", null, h("small", null, object.apiGroup ? `${object.kind} · ${object.apiGroup}` : object.kind), close),
    h("h2", { tabindex: "-1" }, h("bdi", { class: "name" }, object.name)),
    object.namespace && h("p", { class: "hint" }, "namespace ", bdi(object.namespace)),
  );
}

function facts(page, object) {
  const verdict = page.model.verdicts.get(object.place);
  const home = homeOf(page.model, object);
  const rows = [
    object.state > 0 && ["state", [badge(STATES[object.state], STATE_STYLES[object.state]), object.note && ` ${object.note}`]],
    verdict && ["restore", [badge(verdict.outcome), verdict.without && ` without ${verdict.without}`, lacksOf(page, verdict)]],
    verdict && ["snapshots", verdict.data],
    object.className && ["class", [object.className, h("span", { class: "hint" }, `${object.reason} [${object.source}]`)]],
    object.set >= 0 && ["set", String(object.set)],
    object.isFrozen && ["freeze", "its guest is frozen"],
    object.isSnapshot && ["snapshot", "a snapshot is taken of it"],
    home && home !== object && ["machine", objectButton(page, home)],
    object.group === SHARED && ["machine", "shared by several"],
    object.group === ENVIRONMENT && ["machine", "none: it is of the environment"],
  ];
  return h("dl", null, rows.filter(Boolean).map(([name, value]) => [h("dt", null, name), h("dd", null, value)]));
}

// What a restore would lack: each id leads to its findings.
function lacksOf(page, verdict) {
  return verdict.lacks.map((id) => h("button", { type: "button", class: "more", onclick: () => page.showFindings(id) }, id));
}

function part(title, ...content) {
  return h("section", null, h("h3", null, title), content);
}

// The chain of references from a root, a step a line.
function why(page, object) {
  if (object.isRoot) {
    return h("p", null, page.model.data.page === "plan" ? "It was chosen: a root of the plan." : "It is a machine that is restored.");
  }
  const path = pathTo(page.model, object.place);
  if (!path) return h("p", null, "No chain of references leads here from a root.");
  const first = path[0];
  const start = page.model.objects[first.from].isRoot ? first.from : first.to;
  let at = start;
  const steps = path.map((edge) => {
    const isForward = edge.from === at;
    at = isForward ? edge.to : edge.from;
    const relation = isForward ? edge.relation : { selects: "is selected by", "belongs to": "owns" }[edge.relation] || `${edge.relation} (from)`;
    return h("li", null, referenceLine(edge, relation), objectButton(page, page.model.objects[at], object.namespace));
  });
  return h("ol", { class: "path" }, h("li", null, objectButton(page, page.model.objects[start], object.namespace)), steps);
}

function referenceLine(edge, relation) {
  return h(
    "div",
    { class: "reference" },
    h("span", null, h("b", null, relation), edge.why && `: ${edge.why}`, !edge.isRequired && h("em", null, "optional")),
    code(edge.path),
  );
}

function references(page, object, edges, endOf) {
  return firstOf(
    edges,
    30,
    (edge) => h("li", null, objectButton(page, page.model.objects[endOf(edge)], object.namespace), referenceLine(edge, edge.relation)),
    "ul",
    "references",
  );
}

// The disks of a machine: what is done for their data, and what a restore makes of them.
function disksOf(page, object) {
  const { text, data } = page.model;
  const rows = (data.disks || []).filter((row) => row[0] === object.place);
  if (rows.length === 0) return null;
  const items = rows.map(([, name, claim, source, size, protection, reason, onRestore]) =>
    h(
      "li",
      null,
      h("div", null, h("b", null, bdi(text(name))), ` ${text(source)} ${text(size)} `, badge(text(protection), "plain")),
      claim >= 0 && objectButton(page, page.model.objects[claim], object.namespace),
      h("span", { class: "hint" }, `${text(reason)} ${text(onRestore)}`),
    ),
  );
  return part(`Disks (${rows.length})`, h("ul", { class: "references" }, items));
}

// Objects as they stand in lists and texts.

const FAMILIES = [
  ["machine", /^VirtualMachine(Pool|InstanceReplicaSet)?$/],
  ["runtime", /^(VirtualMachineInstance|Pod|VirtualMachineInstanceMigration)$/],
  ["storage", /Volume|Storage|DataSource|DataImportCron|Snapshot/],
  ["config", /^(Secret|ConfigMap|ControllerRevision)$|Instancetype|Preference/],
  ["network", /Network|Service$|Ingress|Route|Gateway|Endpoint|IPPool/],
  ["access", /^ServiceAccount$|Role/],
];

// What an object is about, by which it has its color.
function familyOf(object) {
  const found = FAMILIES.find(([, pattern]) => pattern.test(object.kind));
  return found ? found[0] : "other";
}

// An object that can be clicked: the page shows what is known of it.
function objectButton(page, object, home) {
  const name = object.namespace && object.namespace !== home ? fullName(object) : object.name;
  const button = h(
    "button",
    {
      type: "button",
      class: `object family-${familyOf(object)} ${STATE_STYLES[object.state]}`,
      "data-object": object.place,
      onclick: () => page.select(object.place),
    },
    h("small", null, object.kind),
    h("bdi", { class: "name" }, shorten(name, 60)),
    object.state > 0 && h("em", null, STATES[object.state]),
  );
  tip(button, () => objectTip(object));
  return button;
}

function objectTip(object) {
  const notes = [
    STATES[object.state],
    object.note,
    object.className && object.className !== "definition" && `${object.className}: ${object.reason}`,
  ];
  return [
    h("strong", null, bdi(fullName(object))),
    h("span", null, object.apiGroup ? `${object.kind} (${object.apiGroup})` : object.kind),
    notes.filter(Boolean).map((note) => h("span", null, note)),
  ];
}

// Objects by kind, each kind as a line with its number.
function byKind(page, unordered, most = 40) {
  const objects = [...unordered].sort((a, b) => ORDER.compare(fullName(a), fullName(b)));
  const kinds = [...groupBy(objects, (object) => object.kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  return kinds.map(([kind, members]) =>
    h(
      "div",
      { class: "kind-line" },
      h("h4", null, kind, h("span", { class: "number" }, members.length.toLocaleString("en-US"))),
      firstOf(members, most, (object) => objectButton(page, object)),
    ),
  );
}

function badge(word, style) {
  return h("span", { class: `badge ${style || word}` }, word);
}

// An id in the text form, as a button where the page has the object.
function objectOrText(page, place, text) {
  return place >= 0 ? objectButton(page, page.model.objects[place]) : code(text);
}

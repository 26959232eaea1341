// What the page shows, as objects: read once from the data, which is lists of numbers.

const RELATIONS = ["needs", "runs", "belongs to", "selects"];
const STATES = ["", "missing", "not found, not needed", "not read", "left out"];
const SHORT_STATES = ["", "missing", "absent", "not read", "left out"];
const STATE_STYLES = ["", "missing", "absent", "unread", "outside"];
const SEVERITIES = ["error", "warning", "info"];
const SHARED = -1;
const ENVIRONMENT = -2;

async function readData() {
  const element = document.getElementById("data");
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function buildModel(data) {
  const text = (number) => (number < 0 ? "" : data.texts[number]);
  const objects = data.nodes.name.map((name, place) => objectOf(data.nodes, text, name, place));
  const model = { data, text, objects, roots: data.roots };
  model.out = objects.map(() => []);
  model.in = objects.map(() => []);
  linkObjects(model);
  for (const place of data.roots) objects[place].isRoot = true;
  for (const place of data.freeze || []) if (place >= 0) objects[place].isFrozen = true;
  for (const place of data.volumes || []) if (place >= 0) objects[place].isSnapshot = true;
  model.verdicts = new Map((data.verdicts || []).map((row) => [row[0], verdictOf(row, text)]));
  model.findings = data.findings.map((row, number) => findingOf(row, text, number));
  for (const finding of model.findings) {
    for (const place of new Set([finding.place, finding.absent])) if (place >= 0) objects[place].findings.push(finding);
  }
  model.members = groupBy(objects, (object) => object.group);
  model.machines = data.machines.map((place, number) => machineOf(model, place, number));
  return model;
}

function objectOf(nodes, text, name, place) {
  const kind = text(nodes.kind[place]);
  const dot = kind.indexOf(".");
  return {
    place,
    name,
    kind: dot < 0 ? kind : kind.slice(0, dot),
    apiGroup: dot < 0 ? "" : kind.slice(dot + 1),
    namespace: text(nodes.namespace[place]),
    state: nodes.state[place],
    set: nodes.set[place],
    group: nodes.group[place],
    note: text(nodes.note[place]),
    className: text(nodes.class[place]),
    reason: text(nodes.reason[place]),
    source: text(nodes.source[place]),
    findings: [],
  };
}

// References are sorted by the object that holds them.
function linkObjects(model) {
  const { count: counts, to, shape } = model.data.edges;
  let next = 0;
  counts.forEach((size, from) => {
    for (const end = next + size; next < end; next++) {
      const [path, why, relation, flags] = model.data.shapes[shape[next]];
      const edge = {
        from,
        to: to[next],
        path: model.text(path),
        why: model.text(why),
        relation: RELATIONS[relation],
        isRequired: (flags & 1) > 0,
        isFollowed: (flags & 2) > 0,
        joins: (flags & 4) > 0,
      };
      model.out[from].push(edge);
      model.in[edge.to].push(edge);
    }
  });
}

function verdictOf(row, text) {
  const [, outcome, data, without, errors, warnings, ...lacks] = row;
  return { outcome: text(outcome), data: text(data), without: text(without), errors, warnings, lacks: lacks.map(text) };
}

function findingOf(row, text, number) {
  return {
    number,
    severity: SEVERITIES[row[0]],
    id: text(row[1]),
    place: row[2],
    object: text(row[3]),
    path: text(row[4]),
    message: text(row[5]),
    absent: row[6],
  };
}

function machineOf(model, place, number) {
  const members = model.members.get(number) || [];
  const verdict = model.verdicts.get(place);
  return {
    number,
    object: model.objects[place],
    members,
    verdict,
    severities: verdict ? { error: verdict.errors, warning: verdict.warnings } : severitiesOf(members),
    claims: members.filter((member) => member.kind === "PersistentVolumeClaim" && member.state === 0).length,
  };
}

function severitiesOf(members) {
  const severities = { error: 0, warning: 0, info: 0 };
  for (const member of members) for (const finding of member.findings) severities[finding.severity]++;
  return severities;
}

// The machine that an object belongs to; null where that is none or several.
function homeOf(model, object) {
  if (object.group >= 0) return model.machines[object.group].object;
  return null;
}

function fullName(object) {
  return object.namespace ? `${object.namespace}/${object.name}` : object.name;
}

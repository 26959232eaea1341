// The objects of one machine as a graph: the machine on the left, what it needs to the right of it.

const BOX_WIDTH = 196;
const BOX_HEIGHT = 40;
const MOST_DRAWN = 150;

// Draws some objects. Those of other groups are drawn as shared.
function drawGraph(page, objects, group) {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: "LR", nodesep: 12, ranksep: 64, marginx: 6, marginy: 6 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const object of objects) layout.setNode(String(object.place), { width: BOX_WIDTH, height: BOX_HEIGHT });
  const arrows = arrowsBetween(page.model, objects);
  for (const arrow of arrows) layout.setEdge(String(arrow.left), String(arrow.right));
  dagre.layout(layout);

  for (const arrow of arrows) arrow.points = pointsOf(layout, arrow);
  const ends = arrows.flatMap((arrow) => arrow.points).map((point) => point.y);
  const { width, height } = layout.graph();
  const top = Math.floor(Math.min(0, ...ends.map((y) => y - 4)));
  const bottom = Math.ceil(Math.max(height, ...ends.map((y) => y + 4)));
  const picture = svg("svg", {
    class: "graph",
    width: Math.ceil(width),
    height: bottom - top,
    viewBox: `0 ${top} ${Math.ceil(width)} ${bottom - top}`,
    role: "group",
    "aria-label": "Graph of the objects and their references",
  });
  // A picture that is too wide is made smaller as long as it can be read.
  picture.style.minWidth = `${Math.ceil(width * 0.8)}px`;
  for (const arrow of arrows) picture.append(drawArrow(page, arrow));
  for (const object of objects) picture.append(drawBox(page, picture, object, layout.node(String(object.place)), group));
  return h("div", { class: "picture", tabindex: "-1" }, picture);
}

// All references between two objects are one arrow. What selects or belongs to an object stands behind it.
function arrowsBetween(model, objects) {
  const drawn = new Set(objects.map((object) => object.place));
  const arrows = new Map();
  for (const object of objects) {
    for (const edge of model.out[object.place]) {
      if (!drawn.has(edge.to) || edge.to === edge.from || isRepeated(model, edge)) continue;
      const isBehind = edge.relation === "selects" || edge.relation === "belongs to";
      const [left, right] = isBehind ? [edge.to, edge.from] : [edge.from, edge.to];
      const key = `${left} ${right}`;
      if (!arrows.has(key)) arrows.set(key, { left, right, edges: [] });
      arrows.get(key).edges.push(edge);
    }
  }
  return [...arrows.values()];
}

// A guest and its pods name what their machine names: once is enough for a picture.
function isRepeated(model, edge) {
  const holder = model.objects[edge.from];
  if (familyOf(holder) !== "runtime" || holder.group < 0) return false;
  const machine = model.machines[holder.group].object;
  return machine !== holder && model.out[machine.place].some((own) => own.to === edge.to);
}

function drawArrow(page, arrow) {
  const isRequired = arrow.edges.some((edge) => edge.isRequired);
  const words = [...new Set(arrow.edges.map((edge) => edge.relation))];
  const style = words[0].replace(" ", "-");
  const line = curve(arrow.points);
  const element = svg(
    "g",
    { class: `arrow ${style} ${isRequired ? "required" : "optional"}`, "data-ends": `${arrow.left} ${arrow.right}` },
    svg("path", { class: "line", d: line }),
    svg("path", { class: "hit", d: line }),
  );
  tip(element, () => arrowTip(page, arrow));
  return element;
}

// From the right side of a box, between the boxes that stand in its way, to the left side of another.
function pointsOf(layout, arrow) {
  const left = layout.node(String(arrow.left));
  const right = layout.node(String(arrow.right));
  const between = layout.edge(String(arrow.left), String(arrow.right)).points.slice(1, -1);
  const start = { x: left.x + BOX_WIDTH / 2, y: left.y };
  const end = { x: right.x - BOX_WIDTH / 2, y: right.y };
  // Objects that need each other: one of the two arrows runs back.
  if (start.x > end.x) return [start, { x: start.x + 24, y: start.y + 30 }, { x: end.x - 24, y: end.y + 30 }, end];
  return [start, ...between.filter((point) => point.x > start.x + 8 && point.x < end.x - 8), end];
}

// A smooth path through points, level at each of them.
function curve(points) {
  let path = `M${round(points[0].x)} ${round(points[0].y)}`;
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const bend = (to.x - from.x) / 2;
    path += `C${round(from.x + bend)} ${round(from.y)} ${round(to.x - bend)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
  }
  return path;
}

const round = (value) => Math.round(value * 10) / 10;

// Each reference of an arrow: what it means, and where it stands.
function arrowTip(page, arrow) {
  const most = 6;
  const lines = arrow.edges.slice(0, most).map((edge) =>
    h(
      "div",
      { class: "reference" },
      h("span", null, bdi(page.model.objects[edge.from].name), ` ${edge.relation} `, bdi(page.model.objects[edge.to].name)),
      edge.why && h("span", null, edge.why, edge.isRequired ? "" : " (optional)"),
      code(edge.path),
    ),
  );
  if (arrow.edges.length > most) lines.push(h("span", null, `${arrow.edges.length - most} more references`));
  return lines;
}

function drawBox(page, picture, object, place, group) {
  const left = round(place.x - BOX_WIDTH / 2);
  const top = round(place.y - BOX_HEIGHT / 2);
  const isShared = object.group !== group;
  const note = SHORT_STATES[object.state] || (isShared ? "shared" : "");
  const styles = `node family-${familyOf(object)} ${STATE_STYLES[object.state]} ${isShared ? "shared" : ""}`;
  const box = svg(
    "g",
    {
      class: styles,
      role: "button",
      tabindex: "-1",
      "data-object": object.place,
      "aria-label": `${object.kind} ${fullName(object)} ${note}`,
      onclick: () => page.select(object.place),
      onpointerenter: () => light(picture, object.place),
      onpointerleave: () => light(picture, null),
    },
    svg("rect", { class: "box", x: left, y: top, width: BOX_WIDTH, height: BOX_HEIGHT, rx: 3 }),
    svg("rect", { class: "stripe", x: left, y: top, width: 4, height: BOX_HEIGHT, rx: 2 }),
    // What is wider than its box is cut off at its edge.
    svg(
      "svg",
      { x: left + 12, y: top, width: BOX_WIDTH - 18, height: BOX_HEIGHT },
      svg("text", { class: "kind", y: 15 }, note ? `${shorten(object.kind, 26)} · ${note}` : shorten(object.kind, 30)),
      svg("text", { class: "name", y: 31 }, shorten(object.name, 27)),
    ),
  );
  tip(box, () => objectTip(object));
  return box;
}

// Brings forward what an object is tied to.
function light(picture, place) {
  picture.classList.toggle("lit", place !== null);
  for (const arrow of picture.querySelectorAll(".arrow")) {
    const isTied = place !== null && arrow.dataset.ends.split(" ").includes(String(place));
    arrow.classList.toggle("tied", isTied);
  }
}

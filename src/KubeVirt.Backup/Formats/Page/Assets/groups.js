// What is inside of one machine when it is unfolded, and what stands aside of all machines.

// The graph of a machine with what it shares with others, and the environment it expects beside it.
function machineBody(page, machine) {
  const drawn = new Set([machine.object, ...machine.members.filter((object) => object.kind !== "Namespace")]);
  const environment = new Set();
  const shared = new Set();
  for (const member of machine.members) {
    for (const edge of page.model.out[member.place].concat(page.model.in[member.place])) {
      const other = page.model.objects[edge.from === member.place ? edge.to : edge.from];
      if (other.group === ENVIRONMENT) environment.add(other);
      else if (other.group !== machine.number) shared.add(other);
    }
  }

  const most = MOST_DRAWN - drawn.size;
  const body = h("div", { class: "machine-body" });
  if (most < 0) {
    body.append(h("p", { class: "hint" }, `${count(drawn.size, "object")} are too many for a picture. By kind:`));
    body.append(...byKind(page, machine.members));
  } else {
    const around = [...shared].slice(0, Math.max(0, most));
    body.append(drawGraph(page, [...drawn, ...around], machine.number));
    if (around.length < shared.size) body.append(aside(page, "Shared with others", [...shared].slice(around.length)));
  }
  if (environment.size > 0) body.append(aside(page, "Environment", [...environment]));
  return body;
}

function aside(page, title, objects) {
  return h(
    "div",
    { class: "aside" },
    h("h4", null, title),
    firstOf(objects, 12, (object) => objectButton(page, object)),
  );
}

// The rows below the machines: each opens a list by kind.
function groupRows(page) {
  const groups = [
    [SHARED, "Shared by several machines", "Objects that more than one machine leads to."],
    [ENVIRONMENT, "Environment", "What belongs to the cluster: the target brings its own."],
    [-3, "Other objects", "What no machine leads to."],
  ];
  return groups
    .map(([group, title, note]) => [group, title, note, page.model.members.get(group) || []])
    .filter(([, , , members]) => members.length > 0)
    .map(([group, title, note, members]) => {
      const summary = [
        h("span", { class: "title" }, title),
        h("span", { class: "number" }, count(members.length, "object")),
        h("span", { class: "hint" }, note),
      ];
      const body = () => h("div", { class: "machine-body" }, groupBody(page, group, members));
      const row = disclosure(summary, body, false);
      row.classList.add("group");
      row.dataset.group = group;
      return row;
    });
}

// Few objects of no machine are a graph of their own.
function groupBody(page, group, members) {
  const isGraph = group === -3 && members.length <= 60 && members.some((one) => page.model.out[one.place].length > 0);
  return isGraph ? drawGraph(page, members, group) : byKind(page, members);
}

// Keys: / searches, Escape closes, arrows move among rows, tabs and the objects of a graph.

function listenToKeys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    const isTyping = target.matches("input, select, textarea");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      document.getElementById("search").focus();
    } else if (event.key === "Escape") {
      escape(page, target);
    } else if (target.matches('[role="tab"]')) {
      tabKey(page, event);
    } else if (target.matches("button.row")) {
      rowKey(page, event);
    } else if (target.matches("g.node")) {
      nodeKey(page, event);
    }
  });
}

// From the inside to the outside: the tooltip, the graph, the detail.
function escape(page, target) {
  if (!tooltip.hidden) hideTip();
  const row = target.closest(".machines > li")?.querySelector("button.row");
  if (target.matches("g.node") && row) focusRow(row);
  else page.close();
}

function tabKey(page, event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  page.show(next.dataset.view);
  next.focus();
}

function rowKey(page, event) {
  const row = event.target;
  const number = Number(row.dataset.machine);
  const isOpen = row.getAttribute("aria-expanded") === "true";
  const rows = [...document.querySelectorAll("button.row")].filter((one) => one.offsetParent);
  const at = rows.indexOf(row);
  const goals = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows[rows.length - 1] };
  if (event.key in goals) {
    event.preventDefault();
    if (goals[event.key]) focusRow(goals[event.key]);
  } else if (event.key === "ArrowRight") {
    event.preventDefault();
    if (!isOpen) unfold(page, number, true);
    else focusNode(row.parentElement.querySelector("g.node"));
  } else if (event.key === "ArrowLeft") {
    event.preventDefault();
    unfold(page, number, false);
  }
}

// One row at a time can be reached by Tab; arrows reach the others.
function focusRow(row) {
  document.querySelectorAll('button.row[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
  row.setAttribute("tabindex", "0");
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function focusNode(node) {
  if (!node) return;
  node.focus();
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function nodeKey(page, event) {
  const node = event.target;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    page.select(Number(node.dataset.object));
    return;
  }
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (!direction) return;
  event.preventDefault();
  const next = nearest(node, direction);
  const row = node.closest(".machines > li")?.querySelector("button.row");
  if (next) focusNode(next);
  else if (event.key === "ArrowLeft" && row) focusRow(row);
}

// The nearest object in a direction; what lies aside of it counts double.
function nearest(node, [x, y]) {
  const from = centerOf(node);
  let best = null;
  let least = Infinity;
  for (const other of node.ownerSVGElement.querySelectorAll("g.node")) {
    const to = centerOf(other);
    const along = (to.x - from.x) * x + (to.y - from.y) * y;
    if (other === node || along <= 4) continue;
    const beside = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
    const distance = along + 2 * beside;
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

function centerOf(node) {
  const box = node.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

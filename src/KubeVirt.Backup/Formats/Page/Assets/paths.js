// Why an object is there: the shortest chain of references from a root, for all objects at once.

function findPaths(model) {
  const reachedBy = new Array(model.objects.length).fill(undefined);
  const waiting = [...model.roots];
  for (const root of waiting) reachedBy[root] = null;
  for (let next = 0; next < waiting.length; next++) {
    const place = waiting[next];
    const reach = (other, edge) => {
      if (reachedBy[other] !== undefined) return;
      reachedBy[other] = edge;
      waiting.push(other);
    };
    for (const edge of model.out[place]) if (edge.isFollowed) reach(edge.to, edge);
    for (const edge of model.in[place]) if (edge.joins) reach(edge.from, edge);
  }
  return reachedBy;
}

// The references from a root to an object, that of the root first; null where nothing leads there.
function pathTo(model, place) {
  model.reachedBy ??= findPaths(model);
  const path = [];
  let at = place;
  let edge = model.reachedBy[at];
  if (edge === undefined) {
    // A reference that is not followed can be the last one.
    edge = model.in[at].find((one) => model.reachedBy[one.from] !== undefined);
    if (!edge) return null;
  }
  while (edge) {
    path.push(edge);
    // A neighbour was reached against the direction of its reference.
    at = edge.to === at ? edge.from : edge.to;
    edge = model.reachedBy[at];
  }
  return path.reverse();
}

function usersOf(model, place) {
  const users = new Set();
  for (const edge of model.in[place]) {
    const group = model.objects[edge.from].group;
    if (group >= 0) users.add(group);
  }
  return users;
}

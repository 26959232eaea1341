// The second view: the objects in the order of a restore, each set after the one before it.

function setsView(page) {
  const sets = groupBy(
    page.model.objects.filter((object) => object.set >= 0),
    (object) => object.set,
  );
  const numbers = [...sets.keys()].sort((a, b) => a - b);
  const view = h("div", { class: "sets" });
  for (const number of numbers) {
    const members = sets.get(number);
    const summary = [
      h("span", { class: "title" }, `Set ${number}`),
      h("span", { class: "number" }, count(members.length, "object")),
      h("span", { class: "hint" }, kindsIn(members)),
    ];
    const set = disclosure(summary, () => h("div", { class: "machine-body" }, byKind(page, members, 60)), page.model.objects.length <= 400);
    set.classList.add("group");
    view.append(set);
  }
  if (numbers.length === 0) view.append(h("p", { class: "hint" }, "There is no set."));
  view.append(...leftOutRows(page));
  return view;
}

function kindsIn(members) {
  const most = 4;
  const kinds = [...groupBy(members, (object) => object.kind)].sort(([, a], [, b]) => b.length - a.length);
  const words = kinds.slice(0, most).map(([kind, objects]) => `${objects.length.toLocaleString("en-US")} ${kind}`);
  return kinds.length > most ? `${words.join(", ")}, …` : words.join(", ");
}

// What is not in any set, by reason.
function leftOutRows(page) {
  const { text, data } = page.model;
  const plan = (data.leftOut || []).map(([reason, total, ...ids]) => [text(reason), total, ids]);
  const restore = (data.skipped || []).map(([reason, policy, outcome, ...ids]) => [
    `${text(reason)} [${text(policy)}, ${text(outcome)}]`,
    ids.length,
    ids,
  ]);
  return [...plan, ...restore].map(([reason, total, ids]) => {
    const summary = [
      h("span", { class: "title" }, "Left out"),
      h("span", { class: "number" }, count(total, "object")),
      h("span", { class: "hint" }, reason),
    ];
    const body = () => {
      const list = firstOf(ids, 60, (id) => h("li", null, code(text(id))), "ul", "plain");
      if (total > ids.length) list.append(h("li", { class: "hint" }, `and ${total - ids.length} more`));
      return h("div", { class: "machine-body" }, list);
    };
    const row = disclosure(summary, body, false);
    row.classList.add("group");
    return row;
  });
}

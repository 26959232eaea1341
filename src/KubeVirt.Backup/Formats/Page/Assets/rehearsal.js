// What a rehearsal of a restore showed: what becomes of machines and volumes, and what happens step by step.

const OUTCOME_STYLES = {
  complete: ["Started", "Stopped", "Kept", "Adopted"],
  broken: ["StartedWithoutItsData", "Blocked", "Collected", "Refused", "Overwritten", "Lost"],
};

function outcomeStyle(outcome) {
  const found = Object.entries(OUTCOME_STYLES).find(([, outcomes]) => outcomes.includes(outcome));
  return found ? found[0] : "conditional";
}

function rehearsalView(page) {
  const { rehearsal } = page.model.data;
  return h(
    "div",
    { class: "rehearsal" },
    h("p", { class: "hint" }, rehearsal.summary),
    outcomes(page, "Machines", rehearsal.machines),
    outcomes(page, "Volumes", rehearsal.volumes),
    timeline(page, rehearsal),
  );
}

function outcomes(page, title, rows) {
  const { text } = page.model;
  const body = () =>
    firstOf(
      rows,
      100,
      ([place, id, outcome, note, reason]) =>
        h(
          "article",
          { class: "finding" },
          h("div", null, badge(text(outcome), outcomeStyle(text(outcome))), objectOrText(page, place, text(id)), h("span", { class: "hint" }, bdi(text(note)))),
          h("p", null, bdi(text(reason))),
        ),
      "div",
      "cards",
    );
  const group = disclosure([h("span", { class: "title" }, title), h("span", { class: "number" }, String(rows.length))], body, rows.length <= 20);
  group.classList.add("group");
  return group;
}

function timeline(page, rehearsal) {
  const steps = [...groupBy(rehearsal.story, (row) => row[0])];
  const list = h("ol", { class: "timeline" });
  appendInParts(list, steps, ([step, rows]) => timelineStep(page, step, rows));
  const rest = rehearsal.events - rehearsal.story.length;
  if (rest > 0) list.append(h("li", { class: "hint" }, `and ${count(rest, "event")} more`));
  return h("section", null, h("h3", null, "What happens, step by step"), list);
}

function timelineStep(page, step, rows) {
  const { text } = page.model;
  const title = step < 0 ? "Before the first step" : `Step ${step}`;
  const events = rows.map(([, object, effect, what, source]) => {
    const line = h("li", null, h("b", null, bdi(text(object))), badge(text(effect), "plain"), h("span", null, bdi(text(what))));
    tip(line, () => [h("span", null, text(source))]);
    return line;
  });
  return h("li", null, h("h4", null, title), h("ul", null, events));
}

// Findings, the worst first, those with the same id together. Each leads to its object.

function findingsView(page) {
  const { findings } = page.model;
  const view = h("div", { class: "findings" });
  if (findings.length === 0) view.append(h("p", { class: "hint" }, "There is no finding."));
  for (const [severity, ofSeverity] of groupBy(findings, (finding) => finding.severity)) {
    const groups = [...groupBy(ofSeverity, (finding) => finding.id)];
    view.append(
      h(
        "section",
        { class: severity, "aria-label": severity },
        h("h3", null, badge(severity), h("span", { class: "number" }, ofSeverity.length.toLocaleString("en-US"))),
        groups.map(([id, alike]) => findingGroup(page, id, alike)),
      ),
    );
  }
  return view;
}

function findingGroup(page, id, alike) {
  const summary = [
    h("span", { class: "title" }, id),
    h("span", { class: "number" }, alike.length.toLocaleString("en-US")),
    h("span", { class: "hint" }, shorten(alike[0].message, 140)),
  ];
  const body = () => firstOf(alike, 50, (finding) => findingCard(page, finding), "div", "cards");
  const group = disclosure(summary, body, alike.length <= 5 && page.model.findings.length <= 60);
  group.classList.add("group");
  group.dataset.finding = id;
  return group;
}

// The findings of one id, in their view.
function showFindings(page, id) {
  page.show("findings");
  const groups = document.querySelectorAll("#view-findings details.group");
  for (const group of groups) {
    if (group.dataset.finding !== id) continue;
    group.unfold();
    group.scrollIntoView({ block: "center" });
    group.querySelector("summary").focus();
    return;
  }
}

function findingCard(page, finding) {
  return h(
    "article",
    { class: `finding ${finding.severity}`, "data-finding": finding.number },
    h(
      "div",
      null,
      badge(finding.severity),
      h("b", null, finding.id),
      (finding.place >= 0 || finding.object) && objectOrText(page, finding.place, finding.object),
      finding.absent >= 0 && finding.absent !== finding.place && ["→", objectButton(page, page.model.objects[finding.absent])],
    ),
    finding.path && code(finding.path),
    h("p", null, bdi(finding.message)),
  );
}

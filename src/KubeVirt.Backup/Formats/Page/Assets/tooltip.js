// One tooltip for all: what a name or an arrow stands for, where the mouse or the focus rests on it.

const tooltip = h("div", { class: "tooltip", role: "tooltip", id: "tooltip", hidden: true });

function tip(element, makeLines) {
  element.addEventListener("pointerenter", (event) => showTip(makeLines(), event.clientX, event.clientY));
  element.addEventListener("pointermove", (event) => placeTip(event.clientX, event.clientY));
  element.addEventListener("pointerleave", hideTip);
  element.addEventListener("focus", () => {
    if (!element.matches(":focus-visible")) return;
    const box = element.getBoundingClientRect();
    showTip(makeLines(), box.left, box.bottom);
  });
  element.addEventListener("blur", hideTip);
}

function showTip(lines, x, y) {
  tooltip.replaceChildren(...lines.flat());
  tooltip.hidden = false;
  placeTip(x, y);
}

// Beside the mouse, and inside of the window.
function placeTip(x, y) {
  if (tooltip.hidden) return;
  const gap = 14;
  const { width, height } = tooltip.getBoundingClientRect();
  const left = x + gap + width > innerWidth ? x - gap - width : x + gap;
  const top = y + gap + height > innerHeight ? y - gap - height : y + gap;
  tooltip.style.left = `${Math.max(4, left)}px`;
  tooltip.style.top = `${Math.max(4, top)}px`;
}

function hideTip() {
  tooltip.hidden = true;
}

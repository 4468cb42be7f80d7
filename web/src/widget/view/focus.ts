// Keys: Escape closes, Tab stays inside while everything else is covered, focus goes back to where it was.

const FOCUSABLE = 'button:not([hidden]):not(:disabled), input:not([hidden]), [tabindex="0"]';

function within(panel: HTMLElement): HTMLElement[] {
  return Array.from(panel.querySelectorAll<HTMLElement>(FOCUSABLE)).filter((each) => each.offsetParent !== null);
}

/** Keep Tab in the panel. */
function turn(event: KeyboardEvent, root: ShadowRoot, panel: HTMLElement): void {
  const stops = within(panel);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const active = root.activeElement;
  const goesOver = event.shiftKey ? active === first || active === panel : active === last;
  if (!goesOver) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

export function keys(root: ShadowRoot, panel: HTMLElement, isModal: () => boolean, close: (() => void) | null): void {
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && close && !event.isComposing) {
      event.stopPropagation();
      close();
    }
    if (event.key === "Tab" && isModal()) turn(event, root, panel);
  });
}

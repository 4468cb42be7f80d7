import { fresh, h, icon } from "./dom";
import { t } from "./texts";

/** Open a window over the page with a title; what is put into `body` and `foot` is shown. It leaves nothing behind. */
export function open(title: string, closed: () => void = () => undefined): { dialog: HTMLDialogElement; body: HTMLElement; foot: HTMLElement; rename: (title: string) => void } {
  const id = fresh("dialog");
  const heading = h("h2", { id, tabindex: -1 }, title);
  const body = h("div", { class: "dialog-body" });
  const foot = h("div", { class: "dialog-foot", hidden: true });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close"));
  const dialog = h("dialog", { "aria-labelledby": id }, h("div", { class: "dialog-head" }, heading, close), body, foot);
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  dialog.addEventListener("mousedown", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, body, foot, rename: (told) => (heading.textContent = told) };
}

// What the visitor and the window wish, followed as long as somebody listens.

export class Watch {
  private undo: (() => void)[] = [];

  /** Call at once and at every change of a media query. */
  follow(query: string, then: (matches: boolean) => void): void {
    const list = matchMedia(query);
    then(list.matches);
    this.on(list, "change", () => then(list.matches));
  }

  on(target: EventTarget, name: string, then: () => void): void {
    target.addEventListener(name, then);
    this.undo.push(() => target.removeEventListener(name, then));
  }

  /** Call once, when an element comes into sight. */
  whenSeen(element: Element, then: () => void): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      then();
    });
    seen.observe(element);
    this.undo.push(() => seen.disconnect());
  }

  /** How much of the window a keyboard on the screen covers, px. */
  keyboard(then: (height: number) => void): void {
    const view = window.visualViewport;
    if (!view) return;
    this.on(view, "resize", () => {
      const height = window.innerHeight - view.height * view.scale;
      then(height > 80 ? Math.round(height) : 0);
    });
  }

  end(): void {
    for (const undo of this.undo.splice(0)) undo();
  }
}

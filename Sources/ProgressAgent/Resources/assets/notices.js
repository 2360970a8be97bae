// What the player says: of several things that are so at once, the one that matters most.

/** In this order; the first that is set is shown. */
const kinds = { stop: "bad", line: "wait", media: "wait", note: "" };

/**
 * @param {HTMLElement} element a live region
 * @param {(name: string, values: object) => string} say
 */
export function createNotices(element, say) {
  const set = new Map();

  function show() {
    const [kind, notice] = Object.keys(kinds).map((kind) => [kind, set.get(kind)]).find(([, notice]) => notice) ?? ["note"];
    const text = notice === undefined ? "" : say(notice.name, notice.values);
    element.dataset.name = notice?.name ?? "";
    element.dataset.kind = kinds[kind];
    // A live region reads out what is written to it, even if it is the same.
    if (element.textContent !== text) element.textContent = text;
  }

  return {
    /** @param {string | null} name null: it is no longer so */
    set(kind, name, values = {}) {
      if (name === null) set.delete(kind);
      else set.set(kind, { name, values });
      show();
    },
    name(kind) {
      return set.get(kind)?.name ?? null;
    },
  };
}

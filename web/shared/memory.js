/**
 * What the browser remembers. Kept for good: settings and ticked papers. Kept while the tab is open: drafts, which may
 * hold a name or a phone number. Both are optional: a browser that forbids storage only forgets.
 */

/** @param {() => Storage} area */
function remember(area) {
  return {
    /** @param {string} key @returns {any} null when nothing is there */
    get(key) {
      try {
        return JSON.parse(area().getItem(`cnb.${key}`) ?? "null");
      } catch {
        return null;
      }
    },
    /** @param {string} key @param {unknown} value null forgets */
    set(key, value) {
      try {
        if (value === null) area().removeItem(`cnb.${key}`);
        else area().setItem(`cnb.${key}`, JSON.stringify(value));
      } catch {
        // Private windows and full storage: the page works without memory.
      }
    },
  };
}

export const lasting = remember(() => localStorage);
export const passing = remember(() => sessionStorage);

/**
 * The search of a pack, without a server: adds up what backend/items/search.py has worked out beforehand
 * (`window.cnbIndex`, made by `Index.as_data`). The same words find the same guides in the same order.
 */
(() => {
  "use strict";
  const index = window.cnbIndex;
  const spoken = Object.keys(index.dialect).sort((a, b) => b.length - a.length);
  const dialect = new RegExp(spoken.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|") || "(?!)", "gu");

  /** @param {string} words */
  const plainOf = (words) =>
    words
      .normalize("NFKC")
      .replace(/[^\p{L}\p{N}]+/gu, "")
      .toLowerCase()
      .replace(dialect, (word) => index.dialect[word]);

  /** @param {string[]} characters @returns {Set<string>} */
  function pairsOf(characters) {
    const pairs = new Set(characters.slice(1).map((character, at) => characters[at] + character));
    return pairs.size > 0 ? pairs : new Set([characters.join("")]);
  }

  /** @param {string} words @param {number} limit @returns {any[]} guides, best first */
  window.cnbSearch = (words, limit) => {
    const plain = plainOf(words);
    if (!plain) return [];
    const characters = Array.from(plain);
    const pairs = pairsOf(characters);
    const scores = new Map();
    const add = (/** @type {number} */ guide, /** @type {number} */ score) => scores.set(guide, (scores.get(guide) ?? 0) + score);

    const weights = new Map();
    for (const term of new Set([...pairs, ...characters])) {
      const found = Object.hasOwn(index.terms, term) ? index.terms[term] : [];
      for (let at = 0; at < found.length; at += 2) weights.set(found[at], (weights.get(found[at]) ?? 0) + found[at + 1]);
    }
    for (const [guide, weight] of weights) add(guide, weight / index.parts);

    const shared = new Map();
    for (const pair of pairs) {
      for (const phrase of Object.hasOwn(index.pairs, pair) ? index.pairs[pair] : []) shared.set(phrase, (shared.get(phrase) ?? 0) + 1);
    }
    const best = new Map();
    for (const [phrase, count] of shared) {
      const [guide, size] = index.phrases[phrase];
      best.set(guide, Math.max(best.get(guide) ?? 0, (2 * count) / (size + pairs.size)));
    }
    for (const [guide, dice] of best) add(guide, index.diceWeight * dice);

    if (/^[a-z]{2,}$/.test(plain)) {
      index.initials.forEach((/** @type {string[]} */ known, /** @type {number} */ guide) => {
        const matching = known.filter((initials) => initials.includes(plain));
        if (matching.length > 0) add(guide, index.initialsWeight * Math.max(...matching.map((one) => plain.length / one.length)));
      });
    }
    return [...scores]
      .sort(([a, x], [b, y]) => y - x || (index.ids[a] < index.ids[b] ? -1 : 1))
      .slice(0, limit)
      .map(([guide]) => index.guides[index.ids[guide]]);
  };
})();

/**
 * The search of a pack, without a server: adds up what backend/items/search.py has worked out beforehand
 * (`window.cnbIndex`, made by `Index.as_data`). The same words find the same guides in the same order.
 */
(() => {
  "use strict";
  const index = window.cnbIndex;
  const spoken = Object.keys(index.dialect).sort((a, b) => b.length - a.length);
  const dialect = new RegExp(spoken.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|") || "(?!)", "gu");
  const soundOf = new Map(Object.entries(index.sounds.characters).flatMap(([sound, all]) => Array.from(all, (one) => [one, sound])));

  /** @param {string} words */
  const plainOf = (words) =>
    words
      .normalize("NFKC")
      .replace(/[^\p{L}\p{N}]+/gu, "")
      .toLowerCase()
      .replace(dialect, (word) => index.dialect[word]);

  /** @param {Record<string, number[]>} lists @param {string} term @returns {number[]} */
  const listOf = (lists, term) => (Object.hasOwn(lists, term) ? lists[term] : []);

  /** @param {string[]} characters @returns {Set<string>} */
  function pairsOf(characters) {
    const pairs = new Set(characters.slice(1).map((character, at) => characters[at] + character));
    return pairs.size > 0 ? pairs : new Set([characters.join("")]);
  }

  /** @param {Map<number, number>} scores @param {number} guide @param {number} score */
  const raise = (scores, guide, score) => scores.set(guide, Math.max(scores.get(guide) ?? 0, score));

  /** Guides of which a part of a title or short utterance sounds so. @param {string} pattern */
  function bySound(pattern) {
    const scores = new Map();
    for (const [, number, before, part, after] of index.sounds.lines.matchAll(new RegExp(`^(\\d+)(.*?)( ${pattern})(.*)$`, "gm"))) {
      const [guide, , worth] = index.phrases[number];
      const share = (part.split(" ").length - 1) / ((before + part + after).split(" ").length - 1);
      raise(scores, guide, index.soundWeight * worth * share);
    }
    return scores;
  }

  /** @param {string} plain */
  const typed = (plain) => (/^[a-z]+$/.test(plain) ? bySound(`${Array.from(plain).join("(?:[a-z]* )??")}[a-z]*`) : new Map());

  /** @param {string[]} characters */
  function alike(characters) {
    const sounds = characters.map((character) => soundOf.get(character));
    return sounds.length > 1 && sounds.every(Boolean) ? bySound(`${sounds.join(" ")}(?![a-z])`) : new Map();
  }

  /** Guides that are about the words. @param {string[]} characters */
  function byWords(characters) {
    const pairs = pairsOf(characters);
    const weights = new Map();
    let expected = 0;
    for (const term of new Set([...pairs, ...characters])) {
      const found = listOf(index.terms, term);
      for (let at = 0; at < found.length; at += 2) weights.set(found[at], (weights.get(found[at]) ?? 0) + found[at + 1]);
      const having = found.length / 2;
      expected += Math.round(index.parts * Math.log(1 + (index.ids.length - having + 0.5) / (having + 0.5)));
    }

    const shared = new Map();
    for (const pair of pairs) {
      for (const phrase of listOf(index.pairs, pair)) shared.set(phrase, (shared.get(phrase) ?? 0) + 1);
    }
    const best = new Map();
    for (const [phrase, count] of shared) {
      const [guide, size, worth] = index.phrases[phrase];
      raise(best, guide, (index.phraseWeight * worth * 2 * count) / (size + pairs.size));
    }

    const scores = new Map([...weights].map(([guide, weight]) => [guide, weight / index.parts]));
    for (const [guide, score] of best) scores.set(guide, (scores.get(guide) ?? 0) + score);
    const floor = Math.min(index.about * (expected / index.parts + index.phraseWeight), index.enough);
    return new Map([...scores].filter(([, score]) => score >= floor));
  }

  /** @param {string} words @param {number} limit @returns {any[]} guides, best first */
  window.cnbSearch = (words, limit) => {
    const plain = plainOf(words);
    if (!plain) return [];
    const characters = Array.from(plain);
    const found = [() => typed(plain), () => byWords(characters), () => alike(characters)];
    const scores = found.reduce((have, search) => (have.size > 0 ? have : search()), new Map());
    const near = index.near * Math.max(0, ...scores.values());
    return [...scores]
      .filter(([, score]) => score >= near)
      .sort(([a, x], [b, y]) => y - x || (index.ids[a] < index.ids[b] ? -1 : 1))
      .slice(0, limit)
      .map(([guide]) => index.guides[index.ids[guide]]);
  };
})();

// The search box of the start page: looks through KGBUILD_INDEX, a list of [name, kind, page, brands, other names].
"use strict";
(() => {
  const SHOWN = 25;
  const NOTHING = 9;
  const PROGRAMME = "REMS programme";
  const box = document.getElementById("words");
  const status = document.getElementById("status");
  const results = document.getElementById("results");

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const entries = globalThis.KGBUILD_INDEX.map(([name, kind, path, brands, others]) => ({
    name, kind, path, brands,
    // A brand counts nearly like a name; a drug is before the programme that is named after its brand.
    texts: [[[name], 0], [brands, 0.1], [others, 0.5]].flatMap(([texts, less]) =>
      texts.map((shown) => ({ shown, words: ` ${plain(shown)} `, less: less + (kind === PROGRAMME ? 0.3 : 0) }))),
  }));

  // How well a text fits, the less the better: the same, beginning alike, a word beginning alike, elsewhere.
  const fit = (text, wanted) => {
    if (text === ` ${wanted} `) return 0;
    if (text.startsWith(` ${wanted}`)) return 1;
    if (text.includes(` ${wanted}`)) return 2;
    return wanted.length > 2 && text.includes(wanted) ? 3 : NOTHING;
  };

  const find = (wanted) => {
    const found = [];
    for (const entry of entries) {
      let best = NOTHING, by = "";
      entry.texts.forEach(({ shown, words, less }, n) => {
        const score = fit(words, wanted) + less;
        if (score < best) { best = score; by = n ? shown : ""; }
      });
      if (best < NOTHING) found.push({ entry, best, by });
    }
    return found.sort((a, b) => a.best - b.best || a.entry.name.localeCompare(b.entry.name, "en"));
  };

  const line = ({ entry, by }) => {
    const link = document.createElement("a");
    link.href = entry.path;
    const name = document.createElement("b");
    name.textContent = entry.name;
    const note = document.createElement("span");
    note.className = "dim";
    const brands = entry.brands.filter((brand) => brand !== by).join(", ");
    note.textContent = ` ${[entry.kind, by && `also “${by}”`, brands].filter(Boolean).join(" · ")}`;
    link.append(name, note);
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const show = () => {
    const wanted = plain(box.value);
    const found = wanted ? find(wanted) : [];
    results.replaceChildren(...found.slice(0, SHOWN).map(line));
    const number = found.length === 1 ? "1 result" : `${found.length} results`;
    const more = found.length > SHOWN ? `, the best ${SHOWN} are shown` : "";
    status.textContent = wanted ? (found.length ? number + more : "Nothing has this name. Try a part of it, or look through the lists.") : "";
  };

  box.addEventListener("input", show);
  document.getElementById("find").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = results.querySelector("a");
    if (first) first.click();
  });
  // From the box the arrow keys lead through the results, and back.
  document.getElementById("find").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [box, ...results.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  show();
})();

// The picture: draws KGBUILD_PICTURE with sigma, filters it, and says the same in a table, which also stands where
// there is no WebGL.
"use strict";
(() => {
  const { dots, lines, groups, left_out: leftOut } = globalThis.KGBUILD_PICTURE;
  const CONDITION = 2;
  const CROWD = 9; // more names around one dot would cover each other; the line below the picture has them all
  const FEW = 40; // up to so many dots, all have their names
  const NARROW = 600; // pixels
  const HOW = ["approved", "together", "common"];
  const element = (id) => document.getElementById(id);
  const stage = element("stage"), status = element("status"), rows = element("rows");
  const choices = { condition: element("condition"), class: element("class") };
  const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const HINT = element("told").textContent;
  let drawn = null, colours = {}, selected = null, near = new Set(), seen = new Set();

  const option = (value, words) => Object.assign(document.createElement("option"), { value, textContent: words });
  const fill = (select, found) => select.append(...found.sort((a, b) => a.textContent.localeCompare(b.textContent, "en")));

  const fillChoices = () => {
    const held = groups.map(() => 0);
    for (const dot of dots) for (const group of dot.groups) held[group] += 1;
    const named = (kind) => groups.map(([name, of], n) => [name, of, n]).filter(([, of]) => of === kind);
    fill(choices.class, named(0).map(([name, , n]) => option(`group ${n}`, `${name} (${held[n]})`)));
    const single = document.createElement("optgroup"), wide = document.createElement("optgroup");
    single.label = "One condition";
    wide.label = "A group of conditions";
    fill(single, dots.map((dot, n) => [dot, n]).filter(([dot]) => dot.kind === CONDITION).map(([dot, n]) => option(`dot ${n}`, dot.name)));
    fill(wide, named(1).map(([name, , n]) => option(`group ${n}`, `${name} (${held[n]})`)));
    choices.condition.append(single, wide);
  };

  const chosen = (select) => {
    const [kind, number] = select.value.split(" ");
    if (!kind) return () => true;
    return kind === "dot" ? (n) => n === Number(number) : (n) => dots[n].groups.includes(Number(number));
  };

  const filtered = () => {
    const condition = chosen(choices.condition), drugClass = chosen(choices.class);
    return lines.filter(([drug, of]) => condition(of) && drugClass(drug));
  };

  const linkTo = (n) => Object.assign(document.createElement("a"), { href: dots[n].path, textContent: dots[n].name });

  const row = (drug, joined) => {
    const line = document.createElement("tr"), head = document.createElement("th");
    head.scope = "row";
    head.append(linkTo(drug));
    line.append(head);
    ["Approved for", "Approved with others only", "Common use"].forEach((title, how) => {
      const cell = document.createElement("td");
      cell.dataset.title = title;
      joined.filter((each) => each[2] === how).forEach(([, of], n) => cell.append(n ? ", " : "", linkTo(of)));
      line.append(cell);
    });
    return line;
  };

  const tell = (shown) => {
    const byDrug = new Map();
    for (const line of shown) byDrug.set(line[0], [...(byDrug.get(line[0]) ?? []), line]);
    const ordered = [...byDrug].sort(([a], [b]) => dots[a].name.localeCompare(dots[b].name, "en"));
    rows.replaceChildren(...ordered.map(([drug, joined]) => row(drug, joined)));
    const conditions = new Set(shown.map(([, of]) => of)).size;
    const missing = leftOut ? ` ${leftOut} more are not drawn: there are too many.` : "";
    status.textContent = `Shown: ${counted(byDrug.size, "drug or combination", "drugs and combinations")}, ${counted(conditions, "condition", "conditions")}.${missing}`;
  };

  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(`--${name}`).trim();
    colours = {
      dots: [value("drug"), value("combination"), value("condition")],
      lines: { approved: value("drug"), together: value("combination"), common: value("dim") },
      ink: value("ink"), paper: value("paper"),
    };
  };

  // Many dots are smaller where the picture is.
  const scale = () => (seen.size <= FEW ? 1 : Math.min(1, Math.max(0.4, stage.clientWidth / 800)));

  const start = () => {
    const Graph = globalThis.graphology;
    const graph = new Graph({ type: "directed" });
    dots.forEach((dot, n) => graph.addNode(String(n), { x: dot.x, y: dot.y, label: dot.name, kind: dot.kind }));
    lines.forEach(([drug, of, how]) => graph.addEdge(String(drug), String(of), { how: HOW[how] }));
    graph.forEachNode((node) => graph.setNodeAttribute(node, "size", 3 + 1.3 * Math.sqrt(graph.degree(node))));
    const apart = (node) => selected !== null && !near.has(node);
    graph.updateEachNodeAttributes((node, has) => ({ ...has, id: node }));
    graph.updateEachEdgeAttributes((edge, has, from, to) => ({ ...has, from, to }));
    const styles = {
      nodes: {
        x: { attribute: "x" }, y: { attribute: "y" }, label: { attribute: "label" },
        size: (has) => has.size * scale(),
        color: (has) => colours.dots[has.kind],
        opacity: (has) => (apart(has.id) ? 0.15 : 1),
        visibility: (has) => (seen.has(has.id) ? "visible" : "hidden"),
        labelColor: () => colours.ink,
        labelPosition: (has) => has.side ?? "right",
        labelSize: (has) => (has.kind === CONDITION ? 14 : 12),
        labelVisibility: (has, state) => {
          if (state.isHovered || seen.size <= FEW || has.id === selected) return "visible";
          if (apart(has.id)) return "hidden";
          return selected !== null && near.size <= CROWD ? "visible" : "auto";
        },
        backdropVisibility: "hidden",
        cursor: "pointer",
      },
      edges: {
        color: (has) => colours.lines[has.how],
        opacity: (has) => (selected === null ? 0.5 : has.from === selected || has.to === selected ? 0.9 : 0.04),
        size: (has) => (selected !== null && (has.from === selected || has.to === selected) ? 2 : 1),
        visibility: (has) => (seen.has(has.from) && seen.has(has.to) ? "visible" : "hidden"),
      },
    };
    const settings = { labelRenderedSizeThreshold: 5, labelDensity: 0.7, stagePadding: stage.clientWidth < NARROW ? 24 : 50, itemSizesReference: "screen", gestureTarget: "shared", enableCameraRotation: false };
    drawn = new globalThis.Sigma(graph, stage, { styles, settings });
    watch(graph);
  };

  const select = (graph, node) => {
    selected = node;
    near = new Set(node === null ? [] : [node, ...graph.neighbors(node)]);
    const around = [...near].filter((each) => each !== node).map(Number);
    const links = around.sort((a, b) => dots[a].name.localeCompare(dots[b].name, "en")).flatMap((n) => [linkTo(n), ", "]);
    element("told").replaceChildren(...(node === null ? [HINT] : [linkTo(Number(node)), ": ", ...links.slice(0, -1)]));
    drawn.refresh();
  };

  const watch = (graph) => {
    let pressed = null;
    const touch = matchMedia("(hover: none)");
    drawn.on("enterNode", ({ node }) => { if (!touch.matches) select(graph, node); });
    drawn.on("leaveNode", () => { if (!touch.matches) select(graph, pressed); });
    drawn.on("clickNode", ({ node }) => {
      if (pressed === node) location.href = dots[Number(node)].path;
      pressed = node;
      select(graph, node);
    });
    drawn.on("clickStage", () => { pressed = null; select(graph, null); });
    const camera = drawn.getCamera();
    const quick = matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 0 } : { duration: 250 };
    element("nearer").addEventListener("click", () => camera.animatedZoom(quick));
    element("farther").addEventListener("click", () => camera.animatedUnzoom(quick));
    element("whole").addEventListener("click", () => camera.animatedReset(quick));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); drawn.refresh(); });
  };

  const show = () => {
    const shown = filtered();
    seen = new Set(shown.flatMap(([drug, of]) => [String(drug), String(of)]));
    tell(shown);
    if (drawn) fit();
  };

  // Drugs around their condition; on a narrow screen in a column beside it, so that their names have room.
  const stand = (graph, condition, around) => {
    const narrow = stage.clientWidth < NARROW, last = Math.max(1, around.length - 1);
    graph.mergeNodeAttributes(condition, { x: 0, y: 0, side: narrow ? "above" : "right" });
    around.forEach((node, at) => {
      const angle = (2 * Math.PI * (at + 0.25)) / around.length;
      const column = { x: 70, y: 150 - (300 * at) / last }, ring = { x: 260 * Math.cos(angle), y: 200 * Math.sin(angle) };
      graph.mergeNodeAttributes(node, narrow ? column : ring);
    });
  };

  // What is left of the picture takes the whole room; where that is one condition, its drugs stand around it.
  const fit = () => {
    const left = [...seen].map(Number).sort((a, b) => dots[a].name.localeCompare(dots[b].name, "en"));
    const conditions = left.filter((n) => dots[n].kind === CONDITION);
    const around = conditions.length === 1 ? left.filter((n) => dots[n].kind !== CONDITION) : [];
    const graph = drawn.getGraph();
    dots.forEach((dot, n) => graph.mergeNodeAttributes(String(n), { x: dot.x, y: dot.y, side: "right" }));
    if (around.length) stand(graph, String(conditions[0]), around.map(String));
    const span = (values) => {
      const low = Math.min(...values), high = Math.max(...values), room = Math.max(0, 300 - (high - low)) / 2;
      return [low - room, high + room];
    };
    const places = left.map((n) => graph.getNodeAttributes(String(n)));
    const wide = around.length && stage.clientWidth < NARROW ? [0, 240] : span(places.map(({ x }) => x));
    drawn.setCustomBBox(left.length ? { x: wide, y: span(places.map(({ y }) => y)) } : null);
    drawn.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1 });
    drawn.refresh();
  };

  const canDraw = () => {
    const canvas = document.createElement("canvas");
    return Boolean(globalThis.Sigma && canvas.getContext("webgl2"));
  };

  fillChoices();
  readColours();
  show();
  for (const select of Object.values(choices)) select.addEventListener("change", show);
  element("controls").addEventListener("reset", () => setTimeout(show));
  try {
    if (!canDraw()) throw new Error("no WebGL 2");
    stage.hidden = false;
    start();
    element("moves").hidden = false;
    show();
    stage.dataset.drawn = "true";
  } catch (error) {
    stage.hidden = true;
    element("undrawn").hidden = false;
    console.info(`The picture is not drawn: ${error.message}`);
  }
})();

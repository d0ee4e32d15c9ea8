// The box for SPARQL: starts a worker with Oxigraph and the graph when the first question is asked, and stops it when
// an answer takes too long. The worker is made of text, since a page opened from a file cannot load a worker by address.
"use strict";
(() => {
  const ROWS = 1000;
  const { prefixes, examples } = globalThis.KGBUILD_QUERIES;
  const element = (id) => document.getElementById(id);
  const seconds = () => Number(element("ask").dataset.seconds);
  const status = element("status"), wrong = element("wrong"), answer = element("answer"), query = element("query");
  const run = element("run"), stop = element("stop");
  const policy = globalThis.trustedTypes?.createPolicy("kgbuild-worker", { createScriptURL: (url) => url });
  let worker = null, timer = 0, loading = null, begun = 0;

  const script = (name) => new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.onload = done;
    tag.onerror = () => failed(new Error(`assets/${name} could not be loaded`));
    const address = new URL(`assets/${name}`, document.baseURI).href;
    tag.src = policy ? policy.createScriptURL(address) : address;
    document.head.append(tag);
  });

  const start = async () => {
    status.textContent = "Loading the graph …";
    loading ??= Promise.all([script("query-engine.js"), script("query-graph.js")]);
    await loading;
    const { code, wasm } = globalThis.KGBUILD_ENGINE;
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    worker = new Worker(policy ? policy.createScriptURL(address) : address);
    worker.onmessage = ({ data }) => receive(data);
    worker.onerror = (event) => end(event.message || "the worker could not be started");
    worker.postMessage({ wasm, graph: globalThis.KGBUILD_GRAPH });
  };

  const halt = (words) => {
    worker?.terminate();
    worker = null;
    end(words);
  };

  const end = (problem = "") => {
    clearTimeout(timer);
    run.disabled = false;
    stop.disabled = true;
    wrong.hidden = !problem;
    wrong.textContent = problem;
    if (problem) status.textContent = "No answer.";
  };

  const receive = (message) => {
    if (message.ready) { status.textContent = "Answering …"; return; }
    end(message.problem);
    if (message.problem) return;
    const took = Math.round(performance.now() - begun);
    const cut = message.rows.length < message.number ? `, the first ${message.rows.length} are shown` : "";
    status.textContent = `${message.number === 1 ? "1 row" : `${message.number} rows`}${cut}; ${took} ms`;
    answer.replaceChildren(table(message.columns, message.rows));
  };

  const cell = (kind, content) => {
    const made = document.createElement(kind);
    made.append(content);
    return made;
  };

  const term = (value) => {
    if (value === null) return "";
    if (value.iri && /^https?:\/\/[^/]/.test(value.words)) {
      return Object.assign(document.createElement("a"), { href: value.words, rel: "noopener", textContent: value.words });
    }
    return value.words;
  };

  const table = (columns, rows) => {
    const made = document.createElement("table"), head = made.createTHead().insertRow(), body = made.createTBody();
    made.className = "answer";
    made.createCaption().textContent = "Answer";
    for (const column of columns) head.append(Object.assign(cell("th", column), { scope: "col" }));
    for (const row of rows) body.insertRow().append(...row.map((value) => cell("td", term(value))));
    return made;
  };

  const ask = async () => {
    run.disabled = true;
    stop.disabled = false;
    wrong.hidden = true;
    answer.replaceChildren();
    try {
      if (!worker) await start();
    } catch (error) {
      loading = null;
      end(error.message);
      return;
    }
    begun = performance.now();
    timer = setTimeout(() => halt(`The question took longer than ${seconds()} seconds and was stopped. Ask for less, or use kgbuild query.`), seconds() * 1000);
    worker.postMessage({ query: `${prefixes}\n${query.value}`, rows: ROWS });
  };

  const choose = () => { query.value = examples[Number(element("example").value)].query; };

  element("prefixes").textContent = prefixes;
  element("example").addEventListener("change", choose);
  element("ask").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); if (!run.disabled) ask(); }
  });
  stop.addEventListener("click", () => halt("Stopped."));
  choose();
})();

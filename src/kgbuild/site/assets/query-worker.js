// Stands behind Oxigraph's own script in one worker: unpacks the graph, and answers questions about it. Nothing here
// changes the graph, and nothing is fetched.
const bytesOf = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const unpacked = (text) => new Response(new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

const shown = (term) => (term === undefined ? null : { iri: term.termType === "NamedNode", words: term.value ?? term.toString() });

const rowsOf = (found) => {
  if (typeof found === "boolean") return { columns: ["answer"], rows: [[{ iri: false, words: found ? "yes" : "no" }]] };
  if (found.length && found[0].subject) {
    return { columns: ["subject", "predicate", "object"], rows: found.map((quad) => [quad.subject, quad.predicate, quad.object].map(shown)) };
  }
  const columns = [...new Set(found.flatMap((binding) => [...binding.keys()]))];
  return { columns, rows: found.map((binding) => columns.map((column) => shown(binding.get(column)))) };
};

let store = null;
let ready = null;

const load = async ({ wasm, graph }) => {
  initSync({ module: await unpacked(wasm) });
  store = new Store();
  store.load(new Uint8Array(await unpacked(graph)), { format: "application/n-triples", lenient: true });
  self.postMessage({ ready: true });
};

const answered = async ({ query, rows: limit }) => {
  await ready;
  const { columns, rows } = rowsOf(store.query(query));
  return { columns, number: rows.length, rows: rows.slice(0, limit) };
};

self.onmessage = async ({ data }) => {
  try {
    if (data.wasm) { ready = load(data); await ready; return; }
    self.postMessage(await answered(data));
  } catch (error) {
    self.postMessage({ problem: String(error?.message ?? error) });
  }
};

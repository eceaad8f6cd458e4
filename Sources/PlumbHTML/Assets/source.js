// Where the data comes from: the document itself, or the host that served it. Chunks are read when they are needed, once.

function inlineSource() {
  const read = (id) => {
    const element = byId(`plumb-${id}`);
    return element ? JSON.parse(element.textContent) : null;
  };
  return { index: async () => read("index"), cases: async (number) => read(`cases-${number}`) };
}

function fetchedSource(address) {
  const read = async (path) => {
    const response = await fetch(`${address}/${path}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`the data could not be read (${response.status})`);
    return response.json();
  };
  return { index: () => read("index"), cases: (number) => read(`cases/${number}`) };
}

/** The source of this document, which remembers what it has read. */
function openSource() {
  const address = document.body.dataset.source;
  const source = address ? fetchedSource(address) : inlineSource();
  const known = new Map();
  return {
    index: source.index,
    cases(number) {
      if (!known.has(number)) known.set(number, source.cases(number));
      return known.get(number);
    },
  };
}

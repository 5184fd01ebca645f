// A file's scripts and parts are in the file itself: unpacked, named to the browser, and answered where they are fetched.
(async () => {
  const packed = JSON.parse(document.getElementById("packed").textContent);
  const types = { js: "text/javascript", wasm: "application/wasm" };
  const unpack = (name) => {
    const bytes = Uint8Array.from(atob(packed[name]), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const type = types[name.split(".").pop()] ?? "application/octet-stream";
    return new Response(stream, { headers: { "content-type": type } });
  };
  const elsewhere = window.fetch.bind(window);
  window.fetch = async (what, how) => (what in packed ? unpack(what) : elsewhere(what, how));
  try {
    const imports = {};
    for (const name of {{modules}}) {
      const script = await unpack(name).blob();
      imports["socketscope/" + name] = URL.createObjectURL(new Blob([script], { type: types.js }));
    }
    const map = document.createElement("script");
    map.type = "importmap";
    map.textContent = JSON.stringify({ imports });
    document.head.append(map);
    const page = await import("socketscope/{{script}}");
    await page.default({ module_or_path: window.fetch("assets/{{wasm}}") });
    page.start();
  } catch (problem) {
    console.error(problem);
    const place = document.getElementById("loading") ?? document.body;
    place.className = "loading failed";
    place.textContent = `This file could not start: ${problem}. Open it with a current Firefox, Chrome, Edge or Safari. · 文件无法启动：${problem}。请用新版 Firefox、Chrome、Edge 或 Safari 打开。`;
  }
})();

// Starts the page; says so where this browser cannot.
const address = (id) => document.getElementById(id).href;

try {
  const page = await import(address("script"));
  await page.default({ module_or_path: address("wasm") });
  page.start();
  // Styles of what the first screen does not show.
  document.getElementById("rest").rel = "stylesheet";
} catch (problem) {
  console.error(problem);
  const place = document.getElementById("loading") ?? document.body;
  place.className = "loading failed";
  place.textContent =
    typeof WebAssembly === "object"
      ? `The page could not start: ${problem}. Reload it; if that does not help, is the relay still running? · 页面无法启动：${problem}。请刷新；若仍不行，请检查中继是否还在运行。`
      : "This browser has no WebAssembly: use a current Firefox, Chrome, Edge or Safari. · 此浏览器不支持 WebAssembly：请使用新版 Firefox、Chrome、Edge 或 Safari。";
}

// Keeps the site for when there is no network. A new build of it has another cache.
const CACHE = "{{cache}}";
const FILES = "{{files}}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("socketscope-") && name !== CACHE;
  const clear = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(clear.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  // What has its content's hash in its name is the same for ever; of the rest, what the host has now is better.
  const kept = () => caches.match(event.request, { ignoreSearch: true });
  const fetched = () => fetch(event.request);
  const lasting = url.pathname.includes("/assets/");
  const answer = lasting
    ? kept().then((response) => response ?? fetched())
    : fetched().catch(() => kept().then((response) => response ?? Response.error()));
  event.respondWith(answer);
});

// Keeps one page, that of its scope, with the style and the scripts of the same release, and gives it when there is no network. It never answers for
// anything else, and it never changes or sends what was recorded: that is the page's own work.

const kept = `casestudies-offline ${self.registration.scope}`; // signed-out.js deletes it
const patience = 4000; // a signal that is there and carries nothing
const assets = /(?:href|src)="([^"]*\?v=[0-9a-f]{16})"/g;

self.addEventListener("install", event => event.waitUntil((async () => {
    // In the language in which it is open.
    const open = (await self.clients.matchAll({ includeUncontrolled: true, type: "window" })).find(c => c.url.startsWith(self.registration.scope));
    const answer = await fetch(open?.url ?? self.registration.scope, { cache: "no-store" });
    if (!answer.ok || answer.redirected)
        throw new Error("This is not the page.");
    await keep(await read(answer));
    await self.skipWaiting();
})()));

self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", event => {
    if (event.request.mode === "navigate")
        event.respondWith(page(event));
    else if (event.request.method === "GET" && /\?v=[0-9a-f]{16}$/.test(event.request.url))
        event.respondWith(asset(event.request));
});

// The page as the server has it now; without a whole answer the one that was kept.
async function page(event) {
    const cache = await caches.open(kept);
    const copy = await cache.match(self.registration.scope);
    try {
        const answer = await fetch(event.request, copy ? { signal: AbortSignal.timeout(patience) } : {});
        if (!answer.ok || answer.redirected)
            return answer.status >= 500 && copy ? copy : answer;
        const whole = await read(answer);
        event.waitUntil(keep(whole.clone()).catch(() => { }));
        return whole;
    } catch {
        return copy ?? Response.error();
    }
}

// Its headers say how the server packed it; here it is unpacked.
async function read(answer) {
    const headers = new Headers(answer.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    return new Response(await answer.text(), { headers });
}

async function asset(request) {
    const cache = await caches.open(kept);
    return await cache.match(request) ?? fetch(request);
}

// First what the page needs, then the page: whenever this is cut, the page that is kept has all it needs.
async function keep(page) {
    const text = await page.clone().text();
    const needed = new Set([...text.matchAll(assets)].map(a => new URL(a[1].replaceAll("&amp;", "&"), self.registration.scope).href));
    const cache = await caches.open(kept);
    for (const address of needed) {
        if (!await cache.match(address))
            await cache.add(address);
    }
    await cache.put(self.registration.scope, page);
    for (const old of await cache.keys()) {
        if (old.url !== self.registration.scope && !needed.has(old.url))
            await cache.delete(old);
    }
}

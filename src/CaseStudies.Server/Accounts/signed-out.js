// Whoever signed out leaves no copy of our pages on the device. What was recorded without a network and not sent yet stays, for whoever recorded it.

for (const name of await globalThis.caches?.keys() ?? []) {
    if (name.startsWith("casestudies-offline ")) // as worker.js names it
        await caches.delete(name);
}

// What was recorded on this device and is not known to be on the server. An item leaves the queue only when a person removes it. It is sent in the order
// of recording, under an id that was made here, so that the server records it once however often it is sent.

const items = "items";
const spare = "spare";
const spareSize = 512 * 1024;
const channel = new BroadcastChannel("casestudies-queue");
const patience = 60_000;
const mostAtOnce = 50;

const done = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});

export class Queue {
    #database;

    constructor(database) {
        this.#database = database;
    }

    static async open() {
        const opening = indexedDB.open("casestudies-queue", 1);
        opening.onupgradeneeded = () => {
            opening.result.createObjectStore(items, { keyPath: "number", autoIncrement: true });
            opening.result.createObjectStore(spare);
        };
        return new Queue(await done(opening));
    }

    // The items of an organisation in the order of recording, whoever recorded them.
    async all(organisation) {
        const all = await done(this.#database.transaction(items).objectStore(items).getAll());
        return all.filter(i => i.organisation === organisation);
    }

    // Returns when the item is on the disk. One that it replaces goes in the same transaction. On a full device it takes the spare space.
    async add(item, replaced) {
        const add = () => this.#write(items, store => {
            store.add(item);
            if (replaced !== undefined)
                store.delete(replaced);
        });
        try {
            await add();
        } catch {
            await this.#write(spare, store => store.clear());
            await add();
        }
    }

    put(changed) {
        return this.#write(items, store => changed.forEach(item => store.put(item)));
    }

    remove(numbers) {
        return this.#write(items, store => numbers.forEach(number => store.delete(number)));
    }

    // Keeps some space for what will be recorded next. False: there is none left, and it is time to say so. What a browser says about its space is of no
    // use: some name a quota that is always the same.
    async keepSpare() {
        const there = await done(this.#database.transaction(spare).objectStore(spare).count());
        // Random, so that it cannot be compressed.
        return there > 0 || this.#write(spare, store => {
            for (let size = 0; size < spareSize; size += 65536)
                store.put(crypto.getRandomValues(new Uint8Array(65536)), size);
        }).then(() => true, () => false);
    }

    onChange(tell) {
        channel.addEventListener("message", tell);
    }

    async #write(store, change) {
        const transaction = this.#database.transaction(store, "readwrite", { durability: "strict" });
        const end = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
        change(transaction.objectStore(store));
        await end;
        channel.postMessage("changed");
    }
}

// Sends what waits. Only one tab does so at a time. Returns how it ended: sent, offline, signed-out, other-person, not-allowed or busy.
export function send(queue, to) {
    return navigator.locks.request("casestudies-sending", async () => {
        let most = mostAtOnce;
        for (;;) {
            const waiting = (await queue.all(to.organisation)).filter(i => i.state === "waiting" && i.by === to.by);
            if (waiting.length === 0)
                return "sent";
            const reader = await ask(to.reader, {});
            const trouble = troubleOf(reader);
            if (trouble !== null)
                return trouble;
            if (reader.body.by !== to.by)
                return "other-person";
            const portion = waiting.slice(0, most);
            const answer = await ask(to.batches, {
                method: "POST", headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ mode: "each", items: portion.map(i => i.body) }),
            });
            const stopped = troubleOf(answer);
            if (stopped !== null)
                return stopped;
            if (answer.status === 200) {
                await queue.put(portion.map((item, place) => settled(item, answer.body.results[place])).filter(item => item !== null));
                if (answer.body.results.some(r => r.outcome === "undecided" || r.outcome === "not-recorded"))
                    return "busy";
            } else if (portion.length > 1)
                most = 1; // one of them hinders the others: it is found by sending each alone
            else
                await queue.put([refused(portion[0], answer.body)]);
        }
    });
}

async function ask(address, options) {
    try {
        const answer = await fetch(address, {
            ...options, headers: { Accept: "application/json", ...options.headers }, cache: "no-store", redirect: "manual",
            signal: AbortSignal.timeout(patience),
        });
        return { status: answer.status, body: answer.status === 0 ? null : await answer.json() };
    } catch {
        return null; // no answer, or one that was cut, or not from our server
    }
}

// Why nothing can be said about the items; null: the answer says something.
function troubleOf(answer) {
    if (answer === null)
        return "offline";
    if (answer.status === 401 || answer.status === 0)
        return "signed-out";
    if (answer.status === 403 || answer.status === 404)
        return "not-allowed";
    return answer.status >= 500 || answer.status === 429 || answer.status === 408 ? "busy" : null;
}

// The item as the server's result leaves it; null: it waits on.
function settled(item, result) {
    switch (result.outcome) {
        case "recorded":
            return { ...item, state: "recorded", told: (result.recorded.warnings ?? []).map(w => w.text) };
        case "refused":
        case "malformed":
            return refused(item, result.problem);
        default:
            return null;
    }
}

const refused = (item, problem) => ({ ...item, state: "refused", told: [{ ja: problem.ja, en: problem.en }] });

// Records sessions on the device first and sends them when there is a network. Without this module the forms record at once.

const { Queue, send } = await import(document.querySelector("link[rel=modulepreload]").href);
const root = document.getElementById("offline");
const { organisation, by, acts } = root.dataset;
const to = { organisation, by, reader: root.dataset.reader, batches: root.dataset.batches };
const said = document.getElementById("said").content;
const language = document.documentElement.lang;
let queue, shown;

const say = what => said.querySelector(`[data-say="${what}"]`).textContent.trim();
const show = (id, text) => {
    const place = document.getElementById(id);
    place.textContent = text;
    place.hidden = text === "";
};

// As the device counts days.
const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, "0")).join("-");
};

// The page may have been kept for days: what meets on this weekday comes first, and the date is today's.
function arrange() {
    const weekday = new Date(`${today()}T00:00`).getDay();
    for (const strand of document.querySelectorAll("details[data-meets]")) {
        const meets = strand.dataset.meets.split(" ").some(d => d !== "" && new Date(`${d}T00:00`).getDay() === weekday);
        document.getElementById(meets ? "meeting" : "others").append(strand);
        strand.querySelector("[name=on]").value = today();
    }
    for (const group of document.querySelectorAll("[data-group]"))
        group.hidden = group.querySelector("details[data-meets]") === null;
}

function complain(form, what, field) {
    const place = form.querySelector("[data-mistake]");
    place.textContent = say(what);
    place.hidden = false;
    field?.focus();
    return null;
}

// Null: somebody has to look at the form once more.
function read(form) {
    const on = form.elements.on;
    if (on.value === "")
        return complain(form, "no-day", on);
    const counts = [];
    for (const input of form.querySelectorAll("[data-group-key]")) {
        const typed = input.value.normalize("NFKC").trim();
        if (!/^\d{0,9}$/.test(typed))
            return complain(form, "no-number", input);
        if (typed !== "")
            counts.push({ input, count: Number(typed) });
    }
    if (counts.length > 0 && counts.every(c => c.count === 0) && form.dataset.sure !== "yes") {
        form.dataset.sure = "yes";
        return complain(form, "nobody", null);
    }
    const session = crypto.randomUUID(), command = crypto.randomUUID(), { strand, initiative, name } = form.dataset;
    const facts = [{ kind: "session_held", session, strand, on: on.value }, ...counts.map(c => ({
        kind: "participants_counted", session, scheme: c.input.dataset.scheme, group: c.input.dataset.groupKey, count: c.count, unit: c.input.dataset.unit,
    }))];
    const at = new Date().toISOString();
    return {
        organisation, by, command, initiative, at, state: "waiting", told: [],
        words: [name, on.value, ...counts.map(c => `${c.input.dataset.label} ${c.count}`)].join(" · "),
        body: { initiative, record: { command, capturedAt: at, facts } },
    };
}

async function record(form) {
    form.querySelector("[data-mistake]").hidden = true;
    const item = read(form);
    if (item === null)
        return;
    try {
        await queue.add(item, form.dataset.mends === undefined ? undefined : Number(form.dataset.mends));
    } catch {
        complain(form, "not-kept", null);
        return;
    }
    form.reset();
    form.elements.on.value = today();
    delete form.dataset.sure;
    delete form.dataset.mends;
    form.closest("details").open = false;
    show("kept", say("kept") + " " + item.words);
    document.getElementById("queue-title").focus();
    await draw();
    await keepSpare();
    await sendNow();
}

const keepSpare = async () => show("space", await queue.keepSpare() ? "" : say("little-space"));

async function draw() {
    const items = await queue.all(organisation);
    document.getElementById("queue").hidden = items.length === 0;
    const waiting = items.filter(i => i.state === "waiting").length;
    document.getElementById("count").textContent = String(waiting);
    document.getElementById("clear").hidden = !items.some(i => i.state === "recorded");
    // Only what has changed is drawn anew: the focus stays where it is.
    const list = document.getElementById("items"), now = JSON.stringify(items);
    if (now !== shown)
        list.replaceChildren(...items.map(line));
    else
        items.forEach((item, place) => list.children[place].querySelector("[data-part=age]").textContent = age(item.at));
    shown = now;
    return waiting;
}

function line(item) {
    const part = document.getElementById("item").content.cloneNode(true), of = name => part.querySelector(`[data-part=${name}]`);
    of("words").textContent = item.words;
    of("state").textContent = say(item.by !== by && item.state === "waiting" ? "other-item" : item.state);
    of("age").textContent = age(item.at);
    of("told").replaceChildren(...item.told.map(text => Object.assign(document.createElement("p"), { textContent: text[language] })));
    of("act").hidden = item.state !== "recorded";
    of("act").href = acts.replace("INITIATIVE", item.initiative).replace("COMMAND", item.command);
    of("mend").hidden = item.state !== "refused" || formOf(item) === undefined;
    of("mend").addEventListener("click", () => mend(item));
    of("save").hidden = of("remove").hidden = item.state === "recorded";
    of("save").addEventListener("click", () => save(item));
    of("remove").addEventListener("click", async event => {
        // The first press asks.
        const button = event.currentTarget;
        if (button.dataset.sure !== "yes") {
            button.dataset.sure = "yes";
            button.textContent = say("really-remove");
            return;
        }
        await queue.remove([item.number]);
        await draw();
    });
    return part;
}

function age(at) {
    const minutes = Math.round((Date.now() - new Date(at)) / 60_000), words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    return minutes < 60 ? words.format(-minutes, "minute") : minutes < 48 * 60 ? words.format(-Math.round(minutes / 60), "hour")
        : words.format(-Math.round(minutes / 1440), "day");
}

const formOf = item => [...document.querySelectorAll("form[data-strand]")].find(f =>
    f.dataset.initiative === item.initiative && f.dataset.strand === item.body.record.facts[0].strand);

// The form again, as it was sent. What it says then takes the place of what was refused.
function mend(item) {
    const form = formOf(item), [held, ...counts] = item.body.record.facts;
    form.elements.on.value = held.on;
    for (const input of form.querySelectorAll("[data-group-key]")) {
        const counted = counts.find(c => c.scheme === input.dataset.scheme && c.group === input.dataset.groupKey && c.unit === input.dataset.unit);
        input.value = counted === undefined ? "" : String(counted.count);
    }
    form.dataset.mends = item.number;
    form.closest("details").open = true;
    form.elements.on.focus();
}

function save(item) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(item.body, null, 2)], { type: "application/json" }));
    link.download = `${item.command}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
}

async function sendNow() {
    const ended = await send(queue, to).catch(() => "busy");
    const waiting = await draw();
    show("sending", waiting > 0 && ended !== "sent" ? say(`ended-${ended}`) : "");
    document.getElementById("sign-in").hidden = !(waiting > 0 && (ended === "signed-out" || ended === "other-person"));
}

async function start() {
    arrange();
    if (!isSecureContext || navigator.serviceWorker === undefined) {
        show("ready", say("insecure")); // the forms record at once, as without this module
        return;
    }
    queue = await Queue.open();
    queue.onChange(draw);
    for (const form of document.querySelectorAll("form[data-strand]")) {
        form.addEventListener("submit", event => {
            event.preventDefault();
            record(form);
        });
        form.addEventListener("input", () => delete form.dataset.sure);
        // Whoever closes the form has given up mending: what is recorded on it later takes nothing's place.
        form.closest("details").addEventListener("toggle", event => event.target.open || delete form.dataset.mends);
    }
    document.getElementById("clear").addEventListener("click", async () => {
        await queue.remove((await queue.all(organisation)).filter(i => i.state === "recorded").map(i => i.number));
        await draw();
    });
    document.getElementById("now").addEventListener("click", sendNow);
    addEventListener("online", sendNow);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
    setInterval(sendNow, 30_000);
    root.dataset.started = "yes";
    await sendNow();
    await navigator.storage.persist?.();
    await keepSpare();
    navigator.serviceWorker.register(root.dataset.worker, { scope: location.pathname }).catch(() => { }); // without a network the one that is there stays
    await navigator.serviceWorker.ready;
    show("ready", say("ready"));
}

await start();

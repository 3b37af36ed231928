// Finds people in a long list while a name is typed, and ticks them by the id on their card. Without this module everybody is shown.

const people = [...document.querySelectorAll("[data-find]")];
const find = document.getElementById("find"), codes = document.getElementById("codes"), chosen = document.getElementById("chosen");
const boxOf = person => person.querySelector("input[name=person]");

// As the server makes its keys: the form and width of kana, letters and blanks do not count.
const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s/g, "").replace(/[ァ-ヶ]/g, c => String.fromCharCode(c.charCodeAt(0) - 0x60));

function show() {
    const wanted = plain(find.value);
    for (const person of people) // whoever is ticked stays in sight
        person.hidden = !boxOf(person).checked && !person.dataset.find.includes(wanted);
    const count = people.filter(p => boxOf(p).checked).length;
    chosen.textContent = `(${count})`;
    chosen.hidden = count === 0;
}

if (find !== null) {
    document.getElementById("finding").hidden = false;
    find.addEventListener("input", show);
    document.getElementById("people").addEventListener("change", show);
    // Enter would send the form.
    find.addEventListener("keydown", event => event.key === "Enter" && event.preventDefault());
    show();
}

// A reader for cards types what it reads, and Enter.
codes?.addEventListener("keydown", event => {
    if (event.key !== "Enter")
        return;
    const person = people.find(p => boxOf(p).value === plain(codes.value));
    if (person === undefined)
        return; // the server says why
    event.preventDefault();
    boxOf(person).checked = true;
    codes.value = "";
    const told = document.getElementById("found");
    told.textContent = `${told.dataset.ticked} ${person.querySelector("label span").textContent}`;
    told.hidden = false;
    show();
});

// Checks a file and imports it without asking for the file again: the page stays, and only the part below the form is replaced. Without this module the form is
// sent as a whole, and the file is chosen again for each step.

const form = document.querySelector("form[data-import]");

form.addEventListener("submit", async event => {
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons)
        button.disabled = true;
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    told.textContent = form.dataset.busy;
    event.submitter.after(told);
    try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
        if (answer.redirected) {
            location.assign(answer.url);
            return;
        }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const result = page.getElementById("result");
        if (result !== null) {
            document.getElementById("result").replaceWith(result);
            result.focus();
        } else
            document.getElementById("content").replaceWith(page.getElementById("content"));
    } catch {
        // The network failed, or the file changed on the disk since it was chosen.
        told.textContent = form.dataset.failed;
        told.setAttribute("role", "alert");
        told.className = "mistake";
        for (const button of buttons)
            button.disabled = false;
        return;
    }
    told.remove();
    for (const button of buttons)
        button.disabled = false;
});

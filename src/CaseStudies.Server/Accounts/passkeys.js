// Passkeys on the pages of sign-in and account. Without this module the pages work by password.

/** Asks the server for options by the form's own fields, has the browser make or use a passkey, and sends the form with what came of it. */
async function submit(form, make) {
    const said = form.querySelector("[role=alert]");
    said.hidden = true;
    try {
        const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) {
            said.textContent = (await answer.json()).title;
            said.hidden = false;
            return;
        }
        form.elements.credential.value = JSON.stringify(await make(await answer.json()));
    } catch {
        // The person closed the window, or there is no passkey for this server.
        said.textContent = said.dataset.failed;
        said.hidden = false;
        return;
    }
    form.submit();
}

function ready(form, make) {
    form.hidden = false;
    form.addEventListener("submit", event => {
        event.preventDefault();
        submit(form, make);
    });
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    for (const form of document.querySelectorAll("form[data-passkey=make]"))
        ready(form, json => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) }));
    for (const form of document.querySelectorAll("form[data-passkey=use]"))
        ready(form, json => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) }));
}

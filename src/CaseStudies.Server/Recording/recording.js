// Buttons beside each headcount, to count with the thumb. Without this module the numbers are typed.

for (const input of document.querySelectorAll("input[data-more]")) {
    const step = (by, label, sign) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.setAttribute("aria-label", `${label}: ${input.labels[0].textContent}`);
        button.addEventListener("click", () => {
            // As the server reads it: full-width digits count, an empty field is not 0 until somebody says so.
            const typed = input.value.normalize("NFKC").trim();
            if (/^\d*$/.test(typed))
                input.value = String(Math.max(0, (typed === "" ? 0 : Number(typed)) + by));
        });
        return button;
    };
    input.before(step(-1, input.dataset.less, "−"));
    input.after(step(1, input.dataset.more, "+"));
}

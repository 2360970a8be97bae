// Keeps the technician's page up to date: fetches it again and replaces what changes. Without it the page reloads itself.

const live = document.getElementById("live");
const interval = Number(live.dataset.seconds) * 1000;

async function refresh() {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (response.redirected) {
        location.reload(); // signed out meanwhile
        return;
    }
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!fresh) return;
    const focused = live.contains(document.activeElement) ? document.activeElement.id : "";
    const opened = [...live.querySelectorAll("details[open]")].map((details) => details.id);
    live.replaceChildren(...fresh.childNodes);
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus();
}

async function run() {
    for (;;) {
        await new Promise((resolve) => setTimeout(resolve, interval));
        if (document.hidden) continue;
        try {
            await refresh();
            live.classList.remove("muted");
        } catch {
            live.classList.add("muted"); // the edge does not answer: what is shown is old
        }
    }
}

run();

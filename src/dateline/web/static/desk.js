// Every request that changes something carries the page's token against forgery.
document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]').content;
});

// What went wrong with a part of a page is told, and not left to silence.
for (const kind of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(kind, (event) => {
    const told = document.getElementById("desk-told") || document.createElement("p");
    told.id = "desk-told";
    told.className = "wrong";
    told.setAttribute("role", "alert");
    const status = event.detail.xhr && event.detail.xhr.status;
    told.textContent = status ? `The desk could not answer (${status}); load the page again.` : "The desk cannot be reached.";
    document.getElementById("main").prepend(told);
  });
}

// A report: the claim that is looked at is marked in the text, and the panel that shows it comes into view.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "why") return;
  const from = event.detail.requestConfig.elt;
  const chosen = (from.dataset.claims || "").split(" ")[0];
  for (const each of document.querySelectorAll(".text .seg")) {
    each.classList.remove("of-chosen");
    each.classList.toggle("chosen", Boolean(chosen) && (each.dataset.claims || "").split(" ").includes(chosen));
  }
  const panel = event.detail.target.closest(".why");
  if (panel) panel.scrollTop = 0;
  if (window.matchMedia("(max-width: 860px)").matches && from.closest(".text")) event.detail.target.scrollIntoView();
  const inText = document.querySelector(".text .seg.chosen");
  if (inText && !from.closest(".text")) inText.scrollIntoView({ block: "center" });
});

// Escape closes what dropped down, and goes back to what opened it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement && document.activeElement.closest("details.drop[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

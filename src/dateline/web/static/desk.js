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
  if (window.matchMedia("(max-width: 860px)").matches && from.closest(".text")) {
    event.detail.target.scrollIntoView();
    event.detail.target.focus({ preventScroll: true });
  }
  const inText = document.querySelector(".text .seg.chosen");
  if (inText && !from.closest(".text")) inText.scrollIntoView({ block: "center" });
});

// On a phone the panel lies below the text: from it one goes back to the words that one came from.
document.addEventListener("click", (event) => {
  const back = event.target.closest && event.target.closest(".to-words");
  const words = back && document.querySelector(".text a.seg.chosen");
  if (!words) return;
  event.preventDefault();
  words.scrollIntoView({ block: "center" });
  words.focus({ preventScroll: true });
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

// The bars of a timeline are one stop of the Tab key; arrow keys, Home and End go from one to the next.
function oneStop(bars) {
  const links = [...bars.querySelectorAll("a")];
  const first = bars.querySelector('a[aria-current="true"]') || links.find((each) => each === document.activeElement) || links[links.length - 1];
  for (const each of links) each.tabIndex = each === first ? 0 : -1;
  bars.scrollLeft = bars.scrollWidth;
}
const timelines = () => document.querySelectorAll(".bars").forEach(oneStop);
timelines();
document.body.addEventListener("htmx:afterSettle", timelines);
document.addEventListener("keydown", (event) => {
  const bars = event.target.closest && event.target.closest(".bars");
  if (!bars || event.ctrlKey || event.altKey || event.metaKey) return;
  const links = [...bars.querySelectorAll("a")];
  const at = links.indexOf(event.target);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || !links[to]) return;
  event.preventDefault();
  links[at].tabIndex = -1;
  links[to].tabIndex = 0;
  links[to].focus();
});

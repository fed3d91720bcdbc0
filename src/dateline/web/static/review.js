// Review by keyboard, mouse or touch. The server decides everything; this only sends what was chosen and shows what came back.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const dialog = $("#dialog");
  const body = $("#dialog-body");
  const said = $("#said");
  const here = $("#review") || $("#adding") || $("#coding");
  const typing = (node) => node && node.closest && node.closest("input, select, textarea");

  function say(text, wrong) {
    if (!said) return;
    said.textContent = text;
    said.classList.toggle("wrong", Boolean(wrong));
  }

  const kept = sessionStorage.getItem("dateline-said");
  if (kept) {
    sessionStorage.removeItem("dateline-said");
    say(kept);
  }

  let last = null; // what had the focus before a dialog
  function open(content) {
    if (!dialog.open) last = document.activeElement;
    body.replaceChildren(content);
    all("[data-picker]", body).forEach((node) => new Picker(node));
    if (!dialog.open) dialog.showModal();
    const first = $("[autofocus]", body) || $("input:not([type=hidden]), select, button", body);
    if (first) first.focus();
    const place = $("[data-map]", body);
    if (place) placing(place);
  }
  function shut() {
    if (dialog && dialog.open) dialog.close();
    if (last && last.isConnected) last.focus();
  }
  function template(id) {
    return $(id).content.cloneNode(true);
  }
  async function part(url) {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    const holder = document.createElement("div");
    holder.innerHTML = await answer.text(); // our own template, escaped by the server
    return holder;
  }

  let busy = false;
  async function send(asked, url = here.dataset.post) {
    if (busy) return;
    busy = true;
    say("");
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": $('meta[name="csrf"]').content },
        body: JSON.stringify({ seen: here.dataset.seen, about: (here.dataset.about || "").split(" ").filter(Boolean), why: here.dataset.why || "", ...asked }),
      });
      if (answer.ok) {
        const done = await answer.json();
        sessionStorage.setItem("dateline-said", done.said);
        location.assign(done.go);
        return;
      }
      if (answer.status === 409) {
        const holder = document.createElement("div");
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        holder.append(...page.body.childNodes);
        open(holder);
        $("[data-anew]", body).addEventListener("click", () => location.reload());
        $("[data-still]", body).addEventListener("click", (event) =>
          send({ ...asked, seen: event.target.dataset.still }, url));
        return;
      }
      let text = await answer.text();
      if (answer.headers.get("Content-Type")?.includes("json")) text = JSON.parse(text).detail?.toString() || text;
      wrong(text);
    } catch {
      wrong("The desk does not answer; nothing was saved.");
    } finally {
      busy = false;
      document.body.removeAttribute("aria-busy");
    }
  }
  function wrong(text) {
    const place = (dialog && dialog.open && $("[data-wrong]", body)) || $("#new-claim [data-wrong], #new-set [data-wrong]");
    if (place) {
      place.textContent = text;
      place.hidden = false;
    } else {
      say(text, true);
    }
  }

  // Words that are picked: one cursor, Shift to select, the mouse by drawing, a finger by tapping.
  class Picker {
    constructor(node) {
      this.node = node;
      this.words = all(".w", node);
      this.from = this.to = 0;
      this.live = false;
      node.picker = this;
      node.addEventListener("keydown", (event) => this.key(event));
      node.addEventListener("focus", () => this.paint());
      node.addEventListener("pointerdown", (event) => {
        const at = this.words.indexOf(event.target);
        if (at < 0) return;
        this.to = at;
        if (!event.shiftKey) this.from = at;
        this.live = true;
        this.drawing = event.pointerType === "mouse";
        if (this.drawing) event.preventDefault();
        node.focus({ preventScroll: true });
        this.paint();
      });
      node.addEventListener("pointerover", (event) => {
        const at = this.drawing && event.buttons ? this.words.indexOf(event.target) : -1;
        if (at >= 0) {
          this.to = at;
          this.paint();
        }
      });
      node.addEventListener("pointerup", () => { this.drawing = false; });
      const root = node.closest("dialog") || document;
      all("[data-longer]", root).forEach((button) => button.addEventListener("click", () => this.grow(1)));
      all("[data-shorter]", root).forEach((button) => button.addEventListener("click", () => this.grow(-1)));
      const first = this.words.findIndex((word) => word.classList.contains("l-trigger"));
      if (first > 0) this.from = this.to = first;
    }
    grow(by) {
      this.live = true;
      const to = this.to + by;
      if (to >= this.from && to < this.words.length) this.to = to;
      this.paint();
    }
    line(by) {
      // The word nearest below or above, by where it is drawn.
      const box = this.words[this.to].getBoundingClientRect();
      let best = this.to;
      let nearest = Infinity;
      for (let i = this.to + by; i >= 0 && i < this.words.length; i += by) {
        const other = this.words[i].getBoundingClientRect();
        const down = (other.top - box.top) * by;
        if (down < 4) continue;
        if (down > box.height * 3 && best !== this.to) break;
        const distance = Math.abs(other.left - box.left) + down * 4;
        if (distance < nearest) {
          nearest = distance;
          best = i;
        }
      }
      return best;
    }
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const steps = { ArrowRight: 1, ArrowLeft: -1 };
      let to = null;
      if (event.key in steps) to = this.to + steps[event.key];
      else if (event.key === "ArrowDown") to = this.line(1);
      else if (event.key === "ArrowUp") to = this.line(-1);
      else if (event.key === "Home") to = 0;
      else if (event.key === "End") to = this.words.length - 1;
      else if (event.key === "Enter") {
        event.preventDefault();
        this.node.dispatchEvent(new CustomEvent("take", { bubbles: true }));
        return;
      }
      if (to === null) return;
      event.preventDefault();
      this.to = Math.max(0, Math.min(this.words.length - 1, to));
      if (!event.shiftKey) this.from = this.to;
      this.live = true;
      this.paint();
      this.words[this.to]?.scrollIntoView({ block: "nearest" });
    }
    paint() {
      const low = Math.min(this.from, this.to);
      const high = Math.max(this.from, this.to);
      for (const word of all(".sel, .cur", this.node)) word.classList.remove("sel", "cur");
      for (let i = low; this.live && i <= high; i++) this.words[i]?.classList.add("sel");
      this.words[this.to]?.classList.add("cur");
    }
    picked() {
      if (!this.words.length) return null;
      const low = this.words[Math.min(this.from, this.to)];
      const high = this.words[Math.max(this.from, this.to)];
      const range = document.createRange();
      range.setStartBefore(low);
      range.setEndAfter(high);
      return { start: low.dataset.s, end: high.dataset.e, text: range.toString() };
    }
  }
  all("[data-picker]").forEach((node) => new Picker(node));

  // The form of a field

  function rows(form) {
    return all(".row", form).map((row) => {
      const found = {};
      for (const input of all("input, select", row)) if (input.name) found[input.name] = input.value;
      for (const name of ["start", "end", "of"]) if (!found[name]) delete found[name];
      return found;
    });
  }
  function more(form, words) {
    const content = $("template", form).content.cloneNode(true);
    const row = $(".row", content);
    if (words) {
      for (const name of ["start", "end", "text"]) $(`[name=${name}]`, row).value = words[name];
      const low = $("[name=low]", row);
      const number = words.text.replace(/,/g, "").match(/\d+(\.\d+)?/);
      if (low && number) low.value = number[0];
      // What is not asked for is taken from what the coder knows of these words.
      for (const input of all("input", row)) if (!input.value && input.type !== "hidden" && !["low", "high"].includes(input.name)) input.dataset.blank = "1";
    }
    $(".rows", form).append(row);
    const first = words ? $("[name=role], [name=name], [name=value]", row) : $("[name=text]", row);
    (first || row).focus();
  }
  function fixes(form) {
    const field = form.dataset.fix;
    const single = all("select[data-field]", form);
    if (single.length) return single.map((each) => ({ field: each.dataset.field, rows: [{ value: each.value }] }));
    const found = all(".row", form).map((row, i) => {
      const one = rows(form)[i];
      for (const input of all("[data-blank]", row)) if (!input.value) delete one[input.name];
      return one;
    });
    return [{ field, rows: found }];
  }
  async function fix(field) {
    open(await part(`/review/claims/${here.dataset.claim}/fix/${field}`));
  }

  function placing(node) {
    // A map without tiles: the outlines that the desk ships, and a click that sets the point.
    if (!window.L) return node.remove();
    const value = (name) => parseFloat($(`.row [name=${name}]`, body)?.value);
    const at = [value("latitude"), value("longitude")];
    const known = at.every(Number.isFinite);
    const map = L.map(node, { attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
    map.setView(known ? at : [20, 20], known ? 5 : 1);
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--quiet").trim();
    const dot = L.circleMarker(known ? at : [0, 0], { radius: 7, color: ink });
    if (known) dot.addTo(map);
    fetch("/basemap.json").then((answer) => answer.json()).then((base) => {
      const { scale: [kx, ky], translate: [x0, y0] } = base.transform;
      const lines = base.arcs.map((arc) => {
        let x = 0;
        let y = 0;
        return arc.map(([dx, dy]) => [(y += dy) * ky + y0, (x += dx) * kx + x0]);
      });
      L.polyline(lines, { renderer: L.canvas(), color: ink, weight: 0.7, interactive: false }).addTo(map);
    }).catch(() => {});
    map.on("click", (event) => {
      const row = document.activeElement?.closest?.(".row") || $(".row", body);
      if (!row) return;
      $("[name=latitude]", row).value = event.latlng.lat.toFixed(4);
      $("[name=longitude]", row).value = event.latlng.wrap().lng.toFixed(4);
      dot.setLatLng(event.latlng).addTo(map);
    });
  }

  // Dialogs

  async function search() {
    const text = $("[name=text]", body).value;
    const found = await part(`/review/claims/${here.dataset.claim}/events?text=${encodeURIComponent(text)}`);
    $("[data-found]", body).replaceChildren(found);
  }
  let searched = "";
  dialog?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (event.target === dialog || button?.hasAttribute("data-close")) return shut();
    if (!button) return undefined;
    const form = button.closest("form");
    if (button.dataset.open) fix(button.dataset.open);
    else if (button.hasAttribute("data-more")) more(form);
    else if (button.hasAttribute("data-drop")) button.closest(".row").remove();
    else if (button.hasAttribute("data-take")) take();
    else if (button.hasAttribute("data-search")) search();
    return undefined;
  });
  function take() {
    const form = $("[data-fix]", body);
    const words = $("[data-picker]", body)?.picker.picked();
    if (form && words) more(form, words);
  }
  dialog?.addEventListener("take", take);
  dialog?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const reason = $("[name=reason]", form)?.value || "";
    if (form.hasAttribute("data-reject")) send({ action: "reject", reason, next: here.dataset.next });
    else if (form.dataset.fix) send({ action: "fix", reason, fixes: fixes(form) });
    else if (form.hasAttribute("data-split")) send({ action: "split", reason });
    else if (form.hasAttribute("data-merge")) {
      const text = $("[name=text]", form).value;
      const chosen = $("[name=other]:checked", form);
      if (document.activeElement?.name === "text" && text !== searched) {
        searched = text;
        search().then(() => $("[name=other]", body)?.focus());
      } else if (chosen) send({ action: "merge", reason, other: chosen.value });
      else wrong("choose an event first");
    }
  });
  document.addEventListener("keydown", (event) => {
    // Enter sends a form from a list too, as it does from a line of text.
    const form = event.key === "Enter" && event.target.tagName === "SELECT" && event.target.form;
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
  dialog?.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = $(`.menu [data-key="${CSS.escape(event.key)}"]`, body);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
  dialog?.addEventListener("close", () => { searched = ""; if (last && last.isConnected) last.focus(); });

  // The review of a claim

  const review = $("#review");
  const go = (name) => { if (name) location.assign(`/review/claims/${name}${review.dataset.tail}`); };
  const acts = {
    accept: () => send({ action: "accept", next: review.dataset.next }),
    reject: () => open(template("#t-reject")),
    fields: () => open(template("#t-fields")),
    missed: () => location.assign(`/review/reports/${review.dataset.report}?claim=${review.dataset.claim}`),
    merge: () => { open(template("#t-merge")); search(); },
    split: () => open(template("#t-split")),
    undo: () => send({ claim: review.dataset.claim }, "/review/undo"),
    next: () => (review.dataset.next ? go(review.dataset.next) : say("That was the last.")),
    previous: () => (review.dataset.previous ? go(review.dataset.previous) : say("That is the first.")),
    help: () => open(template("#t-help")),
    why: () => { $("#why").open = !$("#why").open; },
  };
  const keys = { a: "accept", r: "reject", f: "fields", m: "missed", g: "merge", s: "split", u: "undo", j: "next", k: "previous", "?": "help", w: "why" };
  if (review) {
    const may = Boolean($("[data-act=accept]"));
    const free = ["next", "previous", "why"];
    document.addEventListener("keydown", (event) => {
      if (dialog.open || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys[event.key];
      if (!act || (!may && !free.includes(act))) return;
      event.preventDefault();
      acts[act]();
    });
    review.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.act) acts[button.dataset.act]();
      else if (button?.dataset.open) fix(button.dataset.open);
    });
  }

  // A claim that was missed, or one that is coded blind

  const form = $("#new-claim");
  if (form) {
    const picker = $("[data-picker]").picker;
    const chosen = {};
    function assign(role) {
      const words = picker.picked();
      if (!words || !picker.live) return say("pick the words first: click them, or use the arrow keys", true);
      const chip = document.createElement("span");
      chip.className = "chip";
      chip.append(words.text.length > 60 ? `${words.text.slice(0, 59)}…` : words.text, " ");
      const one = { words, chip };
      if (role === "quantities") {
        chip.append($("#t-number", form).content.cloneNode(true));
        const number = words.text.replace(/,/g, "").match(/\d+(\.\d+)?/);
        if (number) $("[name=low]", chip).value = number[0];
      }
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = "×";
      drop.setAttribute("aria-label", `Take out ${words.text}`);
      drop.addEventListener("click", () => {
        chosen[role] = chosen[role].filter((each) => each !== one);
        chip.remove();
        place.hidden = !chosen[role].length;
      });
      chip.append(drop);
      const place = $(`[data-chips=${role}]`, form);
      if (role === "trigger") (chosen.trigger || []).forEach((each) => each.chip.remove());
      chosen[role] = role === "trigger" ? [one] : [...(chosen[role] || []), one];
      place.append(chip);
      place.hidden = false;
      say(`${words.text}: ${role === "trigger" ? "tells it" : role}`);
      return undefined;
    }
    function modes() {
      const type = form.elements.type.value;
      for (const option of all("option[data-of]", form)) {
        option.hidden = option.disabled = option.dataset.of !== type;
      }
      form.elements.mode.value = "";
    }
    function submit() {
      const row = ({ words, chip }) => {
        const found = { ...words };
        for (const input of all("input, select", chip)) found[input.name] = input.value;
        return found;
      };
      const roles = ["actors", "recipients", "places", "times", "quantities", "attribution"];
      const value = (name) => form.elements[name]?.value || "";
      if (!chosen.trigger) return wrong("pick the word that tells it, and press t");
      if (!value("type")) {
        form.elements.type.focus();
        return wrong("choose a type");
      }
      return send({
        action: "add",
        type: value("type"), mode: value("mode"), status: value("status"), polarity: value("polarity"), reason: form.querySelector("[name=reason]")?.value || "",
        trigger: chosen.trigger[0].words,
        fixes: roles.filter((role) => chosen[role]?.length).map((role) => ({ field: role, rows: chosen[role].map(row) })),
      });
    }
    const complete = $("[data-complete]");
    form.elements.type.addEventListener("change", modes);
    form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-role]");
      if (button) assign(button.dataset.role);
    });
    complete?.addEventListener("click", () => send({ action: "complete" }));
    document.addEventListener("keydown", (event) => {
      if (dialog?.open || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        if (typing(event.target)) return picker.node.focus();
        return here.dataset.back ? location.assign(here.dataset.back) : undefined;
      }
      if (typing(event.target)) return undefined;
      const button = $(`[data-role][data-key="${CSS.escape(event.key)}"]`, form);
      if (button) assign(button.dataset.role);
      else if (event.key === "y") form.elements.type.focus();
      else if (event.key === "e") submit();
      else if (event.key === "c") complete?.click();
      else if (event.key === "u" && $("#adding")) send({}, "/review/undo");
      else return undefined;
      event.preventDefault();
      return undefined;
    });
    picker.node.focus({ preventScroll: true });
  }
  $("#new-set")?.addEventListener("submit", (event) => {
    event.preventDefault();
    send(Object.fromEntries(new FormData(event.target)));
  });
  $("[data-judge]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ chosen: all("input:checked", event.target).map((each) => each.value).filter(Boolean) });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-send]");
    if (button) send(JSON.parse(button.dataset.send));
  });
})();

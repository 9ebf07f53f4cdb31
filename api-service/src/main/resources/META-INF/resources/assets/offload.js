"use strict";
(() => {
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
  const dated = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const seconds = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

  function relative(at) {
    const seconds = Math.round((Date.now() - at) / 1000);
    const far = Math.abs(seconds);
    if (far < 2) return "now";
    const [size, unit] = units.find(([size]) => far >= size);
    const text = `${Math.floor(far / size)} ${unit}`;
    return seconds < 0 ? `in ${text}` : `${text} ago`;
  }

  function times(root = document) {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = Date.parse(time.dateTime);
      const text = written(time, at);
      if (time.textContent !== text) time.textContent = text;
      if (!time.title) time.title = exact.format(at);
    }
    for (const lasting of root.querySelectorAll("[data-since]")) lasting.textContent = duration(Date.now() - Date.parse(lasting.dataset.since));
    scale();
  }

  // The timeline of an open run goes on: each of its states keeps its share of the time until now.
  function scale() {
    const states = [...document.querySelectorAll("#timeline[data-open] li")];
    if (!states.length) return;
    const from = states.map((state) => Date.parse(state.querySelector("time").dateTime));
    const now = Math.max(Date.now(), from.at(-1));
    const whole = Math.max(1, now - from[0]);
    states.forEach((state, i) => {
      const drawn = state.querySelector("rect");
      drawn.setAttribute("x", Math.min(997, 1000 * (from[i] - from[0]) / whole));
      drawn.setAttribute("width", Math.max(3, 1000 * ((from[i + 1] ?? now) - from[i]) / whole));
    });
  }

  function written(time, at) {
    if ("exact" in time.dataset) return dated.format(at);
    if ("clock" in time.dataset) return (Date.now() - at > 43_200_000 ? dated : seconds).format(at);
    if ("axis" in time.dataset) return (time.dataset.axis === "day" ? weekday : clock).format(at);
    return relative(at);
  }

  function duration(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
    return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
  }

  // Theme: what the system says until one chooses; choosing the system's own again forgets the choice.
  document.querySelector("#theme")?.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (document.documentElement.dataset.theme ?? system) === "dark" ? "light" : "dark";
    if (next === system) delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = next;
    try { next === system ? localStorage.removeItem("offload-theme") : localStorage.setItem("offload-theme", next); } catch { /* not kept */ }
  });

  // What only a script can do is shown by the script.
  for (const one of document.querySelectorAll("#theme, #all")) one.hidden = false;

  // Live until one stops it (WCAG 2.2.2): the lamp is the button.
  const lamp = document.querySelector("#lamp");
  let paused = false;
  let lit = { on: false, text: "" };
  const resumed = [];
  function live(on, text) {
    lit = { on, text };
    if (!lamp) return;
    lamp.hidden = false;
    lamp.classList.toggle("on", on && !paused);
    lamp.firstElementChild.textContent = paused ? "Paused" : text;
    lamp.title = paused ? "Go on renewing this page" : on ? "Stop renewing this page" : "";
    lamp.disabled = !on && !paused;
  }
  lamp?.addEventListener("click", () => {
    paused = !paused;
    live(lit.on, lit.text);
    if (!paused) for (const renew of resumed) renew();
  });
  let ticked = 0;
  for (const sign of ["htmx:sseOpen", "htmx:sseMessage"]) document.addEventListener(sign, () => {
    ticked = Date.now();
    if (!lit.on) live(true, "Live");
  });
  // a service that hangs keeps its connections
  setInterval(() => { if (ticked && lit.on && Date.now() - ticked > 8000) live(false, "Not answering"); }, 1000);
  document.addEventListener("htmx:sseError", () => live(false, "Reconnecting"));
  document.addEventListener("htmx:beforeRequest", (event) => { if (paused && event.detail.elt.id === "live") event.preventDefault(); });
  // What one is reading, typing, selecting or pressing stays as it is until the next tick.
  let pressed = null;
  addEventListener("pointerdown", (event) => { if (event.button === 0) pressed = event.target; }, true);
  // a touch clicks after it has ended
  for (const over of ["pointerup", "pointercancel"]) addEventListener(over, () => setTimeout(() => { pressed = null; }, 50), true);
  function inHand(part) {
    if (part.contains(pressed) || part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return true;
    const selection = getSelection();
    return !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(part);
  }
  let opened = [];
  let focused = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (inHand(target)) event.detail.shouldSwap = false;
    opened = [...target.querySelectorAll("details[open][id]")].map((one) => one.id);
    focused = target.contains(document.activeElement) ? place(target, document.activeElement) : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (focused) refocus(focused);
    focused = null;
    times();
  });

  const called = (element) => element.getAttribute("href") ?? element.getAttribute("aria-label") ?? element.getAttribute("name") ?? element.textContent.trim();

  // Where an element is, in words that hold after its part of the page was written anew: what it is called below the next id.
  function place(target, element) {
    const owner = element.closest("[id]");
    const words = called(element);
    const same = [...owner.querySelectorAll(element.tagName)].filter((one) => called(one) === words);
    return { id: owner.id, own: owner === element, whole: owner === target, tag: element.tagName, words, index: same.indexOf(element), seen: element.matches(":focus-visible") };
  }

  function refocus({ id, own, whole, tag, words, index, seen }) {
    const owner = document.getElementById(id);
    const all = [...owner?.querySelectorAll(tag) ?? []];
    const same = all.filter((one) => called(one) === words);
    // a row's only button may be called otherwise now; on a whole page it would be another one
    const found = own ? owner : same[index] ?? same[0] ?? (!whole && all.length === 1 ? all[0] : null);
    found?.focus({ preventScroll: true, focusVisible: seen });
  }

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const text = copy.dataset.here ? copy.dataset.copy.replace(copy.dataset.here, () => location.origin) : copy.dataset.copy;
      const before = copy.textContent;
      copy.textContent = await copied(text) ? "Copied" : "Not allowed here";
      setTimeout(() => { copy.textContent = before; }, 1600);
    }
    const fill = event.target.closest("[data-fill]");
    if (fill) {
      const field = document.getElementById(fill.dataset.fill);
      field.value = fill.dataset.value;
      field.focus();
    }
  });

  // The clipboard's own interface exists on secure origins only; the old way works on the others.
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      box.className = "visually-hidden";
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  }

  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("#q");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !search || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // Times that one fills in are those of one's own zone; the address carries UTC.
  const two = (number) => String(number).padStart(2, "0");
  for (const field of document.querySelectorAll("input[type=datetime-local]")) {
    if (field.dataset.at) {
      const at = new Date(field.dataset.at);
      field.value = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
    }
    field.form.addEventListener("formdata", ({ formData }) => {
      if (field.value) formData.set(field.name, new Date(field.value).toISOString().replace(".000Z", "Z"));
    });
  }
  const filters = document.querySelector(".filters");
  filters?.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
  // What is chosen with the pointer is applied at once; with the keyboard, each arrow on the way to an option is a change.
  let keyed = false;
  filters?.addEventListener("pointerdown", () => { keyed = false; });
  filters?.addEventListener("keydown", () => { keyed = true; });
  filters?.addEventListener("change", (event) => { if (event.target.matches("select") && !keyed) filters.requestSubmit(); });
  // On a phone the states scroll: the chosen one into view, and the page not at all.
  const chosen = document.querySelector(".states [aria-current]");
  if (chosen) chosen.parentElement.scrollLeft = chosen.offsetLeft - chosen.parentElement.offsetLeft - (chosen.parentElement.clientWidth - chosen.offsetWidth) / 2;
  // A state is chosen along with what is filled in and not applied yet.
  for (const click of ["click", "auxclick"]) document.querySelector(".states")?.addEventListener(click, (event) => {
    const chip = event.target.closest("a");
    if (!chip) return;
    const address = new URL(chip.href);
    for (const { name } of filters.elements) if (name !== "state") address.searchParams.delete(name);
    for (const [name, value] of new FormData(filters)) if (name !== "state") address.searchParams.append(name, value);
    chip.href = address;
  });

  // Charts: what a column stands for, and where its runs are.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  // Both charts have the same columns, and the first one has the words: as titles, until the pointer comes and would see the browser's own tip too.
  function pointedAt(target) {
    const chart = target.closest?.("svg[data-slot]");
    if (!chart || !target.matches(".hit")) return null;
    const worded = document.querySelectorAll("svg[data-slot]")[0].querySelectorAll(".hit");
    for (const one of worded) if (one.firstElementChild) { one.dataset.words = one.textContent; one.replaceChildren(); }
    const [from, ...words] = worded[[...chart.querySelectorAll(".hit")].indexOf(target)].dataset.words.split(": ");
    const at = Date.parse(from);
    return { at, until: at + chart.dataset.slot * 1000, words: words.join(": ") };
  }
  document.addEventListener("pointermove", (event) => {
    const column = pointedAt(event.target);
    tip.hidden = !column;
    if (!column) return;
    tip.textContent = `${(column.until - column.at > 600_000 ? weekday : clock).format(column.at)} – ${clock.format(column.until)}`;
    tip.append(document.createElement("br"), column.words);
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.clientY + 18}px`;
  });
  document.addEventListener("click", (event) => {
    const column = pointedAt(event.target);
    if (column) location.href = `/ui/runs?after=${encodeURIComponent(new Date(column.at).toISOString())}&until=${encodeURIComponent(new Date(column.until).toISOString())}`;
  });

  // Logs.
  const log = document.querySelector("#log");
  let lastSeq = Number(log?.dataset.last ?? 0);
  function addLine(line) {
    if (!log || line.seq <= lastSeq) return;
    lastSeq = line.seq;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const item = document.createElement("li");
    item.className = line.level;
    const at = document.createElement("time");
    at.dateTime = line.at;
    at.dataset.clock = "";
    for (const [name, text] of [["level", line.level], ["soft", `#${line.attempt}`], ["", line.message]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part);
    }
    item.prepend(at);
    log.append(item);
    document.querySelector("#no-log")?.setAttribute("hidden", "");
    log.hidden = false;
    times(item);
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  // One run: its own stream, from what the page already shows. A run that has ended is asked nothing more.
  const watched = document.querySelector("[data-watch]");
  if (watched) {
    const source = new EventSource(watched.dataset.watch);
    let revision = Number(watched.dataset.revision);
    let behind = false;
    const refresh = () => {
      behind = paused || inHand(watched);
      if (!behind) htmx.ajax("GET", watched.dataset.refresh, { target: watched, select: "#" + watched.id + " > *", swap: "innerHTML" });
    };
    const catchUp = () => { if (behind) refresh(); };
    resumed.push(catchUp);
    setInterval(catchUp, 1000);
    watched.addEventListener("htmx:beforeSwap", () => { behind = inHand(watched); });
    source.onopen = () => live(true, "Live");
    source.onerror = () => { if (source.readyState !== EventSource.CLOSED) live(false, "Reconnecting"); };
    source.addEventListener("state", (event) => {
      const run = JSON.parse(event.data);
      if (run.revision > revision) { revision = run.revision; refresh(); }
    });
    source.addEventListener("progress", (event) => {
      const progress = JSON.parse(event.data);
      const bar = document.querySelector("#progress");
      if (!bar) return;
      bar.hidden = false;
      if (typeof progress.fraction === "number") bar.querySelector("progress").value = progress.fraction;
      bar.querySelector("span").textContent = [typeof progress.fraction === "number" ? `${Math.round(progress.fraction * 100)} %` : "", progress.message ?? ""].filter(Boolean).join(" · ");
    });
    source.addEventListener("log", (event) => addLine(JSON.parse(event.data)));
    // What it waits for changes without the run.
    const renewal = setInterval(() => { if (document.querySelector("#waiting") && !document.hidden) refresh(); }, 5000);
    source.addEventListener("end", () => {
      source.close();
      clearInterval(renewal);
      live(false, "Ended");
      const nothing = document.querySelector("#no-log"); // the demo shows no log
      if (nothing) nothing.textContent = "Nothing was logged.";
    });
    addEventListener("pagehide", () => source.close());
  }

  // The list of runs: rows change in place; new ones come in by themselves only while one is at the top, has selected nothing, and points at none.
  const rows = document.querySelector("#rows[data-live]");
  if (rows) {
    const box = document.querySelector("#new-runs");
    const bulk = document.querySelector("#bulk-count");
    const selected = () => rows.querySelectorAll("input[name=id]:checked").length;
    const count = () => {
      if (bulk) bulk.textContent = selected() === 0 ? "Select runs to cancel or rerun them" : `${selected()} selected`;
      for (const button of document.querySelectorAll(".bulk button")) button.disabled = selected() === 0;
    };
    rows.addEventListener("change", count);
    document.querySelector("#all")?.addEventListener("change", (event) => {
      for (const one of rows.querySelectorAll("input[name=id]")) one.checked = event.target.checked;
      count();
    });
    count();
    const wanted = [...document.querySelectorAll(".filters input[name=state]")].map((one) => one.value);
    const portion = 50;
    let waiting = [];
    let more = false;
    const insert = () => {
      if (more) { location.reload(); return; }
      for (const row of waiting) { row.classList.add("fresh"); rows.prepend(row); }
      waiting = [];
      while (rows.children.length > 200) rows.lastElementChild.remove();
      box.hidden = true;
      times(rows);
    };
    box?.querySelector("button").addEventListener("click", () => { insert(); scrollTo({ top: 0 }); });
    let busy = false;
    let over = false;
    const table = rows.closest("table");
    table.addEventListener("pointerenter", (event) => { over = event.pointerType === "mouse"; });
    table.addEventListener("pointerleave", () => { over = false; });
    const held = () => scrollY >= 40 || selected() > 0 || over || rows.contains(document.activeElement);
    document.addEventListener("htmx:sseMessage", async () => {
      if (busy || paused || document.hidden) return;
      busy = true;
      try {
        const known = [...rows.children].map((row) => row.id.slice(4));
        const open = [...rows.querySelectorAll("tr[data-open]")].map((row) => row.id.slice(4));
        const newest = waiting.length ? waiting[waiting.length - 1].id.slice(4) : known[0] ?? rows.dataset.newest;
        const address = new URL(rows.dataset.live, location.href);
        address.searchParams.set("newest", newest);
        if (open.length) address.searchParams.set("ids", open.slice(0, 200).join(","));
        const answer = await fetch(address);
        if (!answer.ok) return;
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = [];
        for (const row of found.querySelectorAll("tr[id]")) {
          const old = document.getElementById(row.id);
          if (!old) { if (!waiting.some((one) => one.id === row.id)) fresh.push(row); continue; }
          if (old.contains(document.activeElement) || inHand(old) || old.dataset.revision === row.dataset.revision) continue;
          const box = row.querySelector("input[name=id]");
          if (box) box.checked = old.querySelector("input[name=id]")?.checked ?? false;
          row.classList.toggle("unfit", wanted.length > 0 && !wanted.some((state) => row.querySelector(".s-" + state)));
          old.replaceWith(document.adoptNode(row));
        }
        times(rows);
        if (rows.dataset.first !== "true" || !fresh.length && !waiting.length) return;
        if (known.length === 0) { location.reload(); return; }
        // A whole portion: there are more in between. The list then begins anew rather than hide a gap.
        const gap = fresh.length >= portion;
        more ||= waiting.length > 150;
        waiting.push(...fresh.reverse().map((row) => document.adoptNode(row)));
        if (gap && !more && waiting.length === portion && !held()) { rows.replaceChildren(); insert(); return; }
        more ||= gap;
        if (!held()) { insert(); return; }
        box.hidden = false;
        box.querySelector("button").textContent = more ? "Many new runs" : waiting.length === 1 ? "1 new run" : `${waiting.length} new runs`;
      } finally { busy = false; }
    });
  }

  // A page that is not full although older runs are left: it goes on by itself, portion by portion, until it is full or one stops it.
  async function lookFurther(link) {
    const told = document.querySelector("#searching");
    const words = document.createElement("span");
    const stop = document.createElement("button");
    let stopped = false;
    stop.type = "button";
    stop.className = "small";
    stop.textContent = "Stop";
    stop.addEventListener("click", () => { stopped = true; });
    told.append(words, " ", stop);
    while (link && !stopped && rows.children.length < 50) {
      words.textContent = `Searched back to ${dated.format(Date.parse(link.dataset.reached))}`;
      const answer = await fetch(link.href).catch(() => null);
      if (!answer?.ok) break;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      rows.append(...page.querySelectorAll("#rows > tr"));
      const next = page.querySelector("a[rel=next]");
      link.replaceWith(next ?? page.querySelector(".pager > :last-child"));
      link = next;
      times(rows);
      const none = document.querySelector("#none");
      if (none && rows.children.length) none.remove();
      else if (none && !next) none.replaceWith(page.querySelector("#none"));
    }
    stop.remove();
    if (!stopped) words.textContent = "";
  }
  const short = document.querySelector("a[rel=next][data-short]");
  if (rows && short) lookFurther(short);

  times();
  setInterval(times, 1000);
})();

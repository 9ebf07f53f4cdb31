"use strict";
(() => {
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
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
      const text = "exact" in time.dataset ? exact.format(at) : relative(at);
      if (time.textContent !== text) time.textContent = text;
      if (!time.title) time.title = exact.format(at);
    }
    for (const label of root.querySelectorAll("text[data-at]:not([data-done])")) {
      label.textContent = clock.format(Date.parse(label.dataset.at));
      label.dataset.done = "";
    }
    for (const lasting of root.querySelectorAll("[data-since]")) lasting.textContent = duration(Date.now() - Date.parse(lasting.dataset.since));
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

  const lamp = document.querySelector("#lamp");
  function live(on, text) {
    if (!lamp) return;
    lamp.hidden = false;
    lamp.classList.toggle("on", on);
    lamp.textContent = text;
  }
  document.addEventListener("htmx:sseOpen", () => live(true, "Live"));
  document.addEventListener("htmx:sseError", () => live(false, "Reconnecting"));
  document.addEventListener("htmx:afterSettle", () => { times(); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // What one is reading, typing or has opened stays as it is until the next tick.
    const target = event.detail.target;
    if (target.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) event.detail.shouldSwap = false;
    opened = [...target.querySelectorAll("details[open][id]")].map((one) => one.id);
  });
  let opened = [];
  document.addEventListener("htmx:afterSwap", () => opened.forEach((id) => document.getElementById(id)?.setAttribute("open", "")));

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const text = copy.dataset.copy.replaceAll("{origin}", location.origin);
      const before = copy.textContent;
      try { await navigator.clipboard.writeText(text); copy.textContent = "Copied"; } catch { copy.textContent = "Not allowed here"; }
      setTimeout(() => { copy.textContent = before; }, 1600);
    }
    const fill = event.target.closest("[data-fill]");
    if (fill) {
      const field = document.getElementById(fill.dataset.fill);
      field.value = fill.dataset.value;
      field.focus();
    }
  });

  // Logs.
  const log = document.querySelector("#log");
  document.querySelector("#least")?.addEventListener("change", (event) => { log.dataset.least = event.target.value; });
  let lastSeq = Number(log?.dataset.last ?? 0);
  function addLine(line) {
    if (!log || line.seq <= lastSeq) return;
    lastSeq = line.seq;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const item = document.createElement("li");
    item.className = line.level;
    const at = document.createElement("time");
    at.dateTime = line.at;
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
    const refresh = () => htmx.ajax("GET", watched.dataset.refresh, { target: watched, select: "#" + watched.id + " > *", swap: "innerHTML" });
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
    source.addEventListener("end", () => { source.close(); live(false, "Ended"); });
    addEventListener("pagehide", () => source.close());
  }

  // The list of runs: rows change in place; new ones come in by themselves only while one is at the top and has selected nothing.
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
    let waiting = [];
    const insert = () => {
      for (const row of waiting) { row.classList.add("fresh"); rows.prepend(row); }
      waiting = [];
      while (rows.children.length > 200) rows.lastElementChild.remove();
      box.hidden = true;
      times(rows);
    };
    box?.querySelector("button").addEventListener("click", () => { insert(); scrollTo({ top: 0 }); });
    let busy = false;
    document.addEventListener("htmx:sseMessage", async () => {
      if (busy || document.hidden) return;
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
          if (old.contains(document.activeElement) || old.dataset.revision === row.dataset.revision) continue;
          const box = row.querySelector("input[name=id]");
          if (box) box.checked = old.querySelector("input[name=id]")?.checked ?? false;
          old.replaceWith(document.adoptNode(row));
        }
        if (rows.dataset.first === "true") waiting.push(...fresh.reverse().map((row) => document.adoptNode(row)));
        times(rows);
        if (!waiting.length) return;
        if (known.length === 0) { location.reload(); return; }
        if (scrollY < 40 && selected() === 0 && !rows.contains(document.activeElement)) { insert(); return; }
        box.hidden = false;
        box.querySelector("button").textContent = waiting.length === 1 ? "1 new run" : `${waiting.length} new runs`;
      } finally { busy = false; }
    });
  }

  times();
  setInterval(times, 1000);
})();

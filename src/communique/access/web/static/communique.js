// Comfort only: every page works without this. Keys: / search, j k through hits, n p through places, Esc leaves.
"use strict";
(() => {
  const all = (what) => [...document.querySelectorAll(what)];
  let row = -1, place = -1;

  const step = (found, at, by, cls) => {
    if (!found.length) return at;
    found.forEach((one) => one.classList.remove(cls));
    const next = at < 0 ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length;
    found[next].classList.add(cls);
    found[next].scrollIntoView({ block: "center" });
    return next;
  };
  const toRow = (by) => {
    const rows = all(".hit-row");
    row = step(rows, row, by, "here");
    rows[row]?.querySelector("a")?.focus({ preventScroll: true });
  };
  const toPlace = (by) => { place = step(all("mark.hit"), place, by, "here"); };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      if (field) field.blur();
      all("details[open]").forEach((one) => { if (one.contains(event.target)) { one.open = false; one.querySelector("summary").focus(); } });
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { (document.querySelector("#query") || document.querySelector("#find"))?.focus(); event.preventDefault(); }
    if (event.key === "j") toRow(1);
    if (event.key === "k") toRow(-1);
    if (event.key === "n") toPlace(1);
    if (event.key === "p") toPlace(-1);
  });

  all("[data-hit]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    toPlace(link.dataset.hit === "next" ? 1 : -1);
  }));

  // Suggestions: the browser's own list, filled while one types; the last answer asked for wins.
  const list = document.body.appendChild(document.createElement("datalist"));
  list.id = "suggestions";
  let asked = 0, waiting;
  all("input[type=search][name=q]").forEach((field) => {
    field.setAttribute("list", list.id);
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const turn = ++asked, said = field.value;
        if (said.trim().length < 2) return;
        const answer = await fetch("/api/v1/suggest?" + new URLSearchParams({ q: said.slice(0, 300) })).catch(() => null);
        if (!answer?.ok || turn !== asked) return;
        const found = (await answer.json()).items;
        list.replaceChildren(...found.map((one) => Object.assign(document.createElement("option"), { value: one.text })));
      }, 150);
    });
  });

  // What takes longer to find stands on a page of its own; here it is fetched once it comes into view.
  const load = async (link) => {
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(link.dataset.load);
    if (found) { found.removeAttribute("id"); link.closest("section").append(found); }
  };
  const seen = new IntersectionObserver((entries) => entries.forEach((one) => {
    if (one.isIntersecting) { seen.unobserve(one.target); load(one.target); }
  }));
  all("[data-load]").forEach((link) => seen.observe(link));

  // A permalink as it can be sent to somebody: with the address of this server.
  all("[data-absolute]").forEach((field) => {
    field.value = new URL(field.value, location.href).href;
    field.addEventListener("focus", () => field.select());
  });
})();

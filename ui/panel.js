// Small helps for the panel's page: the clock between two events, scrolling that follows the talk while
// the reader is at its end, the address of the open call, notes on words, the operator's extension, and
// the keys "/" and Ctrl+Enter.
(() => {
  const two = (n) => String(n).padStart(2, "0");
  const shown = (ms) => {
    const all = Math.floor(ms / 1000), hours = Math.floor(all / 3600);
    const rest = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
    return hours ? `${hours}:${rest}` : rest;
  };

  let clock = {key: "", call: "", since: 0, reached: 0};
  const tick = () => {
    const face = document.querySelector("#call-status time.clock");
    if (!face) return;
    const {ms, rate} = face.dataset, key = `${ms}/${rate}`;
    const call = face.closest(".phase").dataset.call;
    if (call !== clock.call) clock = {key, call, since: performance.now(), reached: 0};
    if (key !== clock.key) clock = {...clock, key, since: performance.now()};
    const now = Number(ms) + (performance.now() - clock.since) * Number(rate);
    clock.reached = Number(rate) ? Math.max(clock.reached, now) : now;  // words come late: never run backwards
    const words = shown(clock.reached);
    if (face.textContent !== words) face.textContent = words;
  };

  const shownCall = () => document.querySelector("#call-status .phase")?.dataset.call;
  const noteCall = () => {
    const id = shownCall();
    if (id !== heard.before) heard.call ||= id;
    if (heard.call && id !== heard.call) player.pause();
    const address = new URL(location.href);
    if (!id || address.searchParams.get("call") === id) return;
    address.searchParams.set("call", id);
    history.replaceState(null, "", address);
    comeForward();
  };

  // A call that opened while another tab is in front: its tab comes forward unless somebody is writing here.
  const comeForward = () => {
    const tab = document.querySelector("#tabs button[role=tab]");
    if (!tab || tab.getAttribute("aria-selected") === "true") return;
    if (!document.activeElement?.matches("input, textarea, [contenteditable]")) return tab.click();
    tab.classList.add("new-call");
    tab.addEventListener("click", () => tab.classList.remove("new-call"), {once: true});
  };

  const follow = (pane) => {
    let atEnd = true;
    pane.addEventListener("scroll", () => {
      atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
    });
    const keep = () => { if (atEnd) pane.scrollTop = pane.scrollHeight; };
    new MutationObserver(keep).observe(pane, {childList: true, subtree: true, characterData: true});
  };

  const begin = () => {
    document.documentElement.lang = location.pathname.startsWith("/en") ? "en" : "zh-CN";
    document.body?.classList.remove("dark");
    const pane = document.querySelector("#transcript");
    if (!pane) return setTimeout(begin, 100);
    follow(pane);
    setInterval(() => { tick(); noteCall(); }, 250);
  };

  // Sound: the recording is heard while it is replayed, at the speed of the replay.
  const player = new Audio();
  let shownAtPlay = "";
  let heard = {before: "", call: ""};  // the call that the sound belongs to, once it is shown, and the one before it
  const press = (button) => document.querySelector(`#microphone .${button}`)?.click();
  const EXTENSION = "calldesk.extension";
  const FRESH_MS = 10000;  // a page that was lost sooner is not loaded anew by itself: it would be again and again
  window.calldesk = {
    extension() {  // that of the address, else the one set here before
      const named = new URL(location.href).searchParams.get("extension");
      return named ?? localStorage.getItem(EXTENSION) ?? "";
    },
    remember(extension) {
      localStorage.setItem(EXTENSION, extension);
      const address = new URL(location.href);
      if (!address.searchParams.has("extension")) return;
      address.searchParams.set("extension", extension);
      history.replaceState(null, "", address);
    },
    lost() {  // nobody tells this page anything any more: its call and extension are in its address and the browser
      const writing = document.activeElement?.matches("input, textarea, [contenteditable]");
      if (writing || performance.now() < FRESH_MS) document.querySelector("#lost").classList.add("shown");
      else location.reload();
    },
    showCalls(shown) {
      document.querySelector("#calls-button").setAttribute("aria-expanded", shown);
      if (shown) document.querySelector("#extension input").focus();
    },
    callsShown: () => document.querySelector("#calls-button")?.getAttribute("aria-expanded") === "true",
    sound(name, uploaded, speed) {
      const rate = Number(speed);
      player.pause();
      if (!name || !rate) return;
      heard = {before: shownAtPlay, call: ""};
      const own = uploaded?.path?.split(/[\\/]/).pop() === name;
      player.src = own ? uploaded.url : `/recordings/${encodeURIComponent(name)}`;
      player.playbackRate = rate;
      player.play().catch(() => {});  // a format that only the recogniser can read stays silent
    },
    silence() { player.pause(); press("stop-button"); },
    async listen() {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({audio: true});
        stream.getTracks().forEach((track) => track.stop());
        player.pause();
        press("record-button");
        return "";
      } catch (fault) { return fault.name; }
    },
  };

  const note = document.createElement("div");
  note.id = "note";
  note.setAttribute("role", "tooltip");
  const showNote = (event) => {
    const words = event.target.closest?.("[data-note]");
    if (!words) return note.remove();
    const place = words.getBoundingClientRect();
    note.textContent = words.dataset.note;
    document.querySelector(".gradio-container").append(note);
    const below = place.bottom + 4 + note.offsetHeight < innerHeight;
    note.style.top = `${below ? place.bottom + 4 : place.top - note.offsetHeight - 4}px`;
    note.style.left = `${Math.max(8, Math.min(place.left, innerWidth - note.offsetWidth - 8))}px`;
  };
  for (const moment of ["mouseover", "focusin"]) document.addEventListener(moment, showNote);
  document.addEventListener("focusout", () => note.remove());

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && event.target.closest("#form")) {
      event.target.blur();  // what was typed last is set first
      document.querySelector("#submit").click();
    }
    if (event.key === "Escape") {
      note.remove();
      document.querySelector("#hearing details[open]")?.removeAttribute("open");
      if (calldesk.callsShown()) calldesk.showCalls(false);
    }
    if (event.key !== "/" || event.target.closest("input, textarea, [contenteditable]")) return;
    const question = document.querySelector("#question textarea, #question input");
    if (question?.offsetParent) { event.preventDefault(); question.focus(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#play")) shownAtPlay = shownCall();
    const away = !event.target.closest("#live-calls, #calls-button") || event.target.closest("[data-call]");
    if (away && calldesk.callsShown()) calldesk.showCalls(false);
    if (event.target.closest("#lost button")) location.reload();
    const link = event.target.closest("a.language");
    if (link) link.search = location.search;
  });
  begin();
})();

// Small helps for the panel's page: the clock between two events, scrolling that follows the talk while
// the reader is at its end, the address of the open call, and the "/" key.
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

  const noteCall = () => {
    const id = document.querySelector("#call-status .phase")?.dataset.call;
    const address = new URL(location.href);
    if (!id || address.searchParams.get("call") === id) return;
    address.searchParams.set("call", id);
    history.replaceState(null, "", address);
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
  const press = (button) => document.querySelector(`#microphone .${button}`)?.click();
  window.calldesk = {
    sound(name, uploaded, speed) {
      const rate = Number(speed);
      player.pause();
      if (!name || !rate) return;
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

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, [contenteditable]")) return;
    const question = document.querySelector("#question textarea, #question input");
    if (question?.offsetParent) { event.preventDefault(); question.focus(); }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.language");
    if (link) link.search = location.search;
  });
  begin();
})();

// Takes: the clips of a shot in a grid, players that start together, and the pick.

function cell(send, clips, shot) {
  return (take) => {
    const screen = player(clips, take.id);
    const words = make("p", { class: "hlo-note" });
    const pick = button("Pick", () => send({ type: "pick", id: take.id }), { "aria-pressed": "false", "aria-label": `Pick ${take.label} of ${shot}` });
    const el = make("div", { class: "hlo-take", role: "group", "aria-label": `${shot}, ${take.label}` }, screen.el, words, pick);
    const it = { el, screen, words, pick, seen: false, wanted: "", close };
    // A player out of sight asks for nothing.
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        it.seen = true;
        screen.load(it.wanted);
      }
    });
    watch.observe(el);
    function close() {
      watch.disconnect();
      screen.close();
    }
    return it;
  };
}

function ready(video) {
  if (video.readyState >= 3 || video.error) return Promise.resolve();
  return new Promise((go) => {
    video.addEventListener("canplay", go, { once: true });
    video.addEventListener("error", go, { once: true });
    setTimeout(go, 10000);
  });
}

function group({ send, clips, status }) {
  return ({ shot }) => {
    const head = make("h4", { class: "hlo-head" }, shot);
    const all = button("Play together", () => (playing() ? halt() : start()), { "aria-label": `Play all clips of ${shot} together` });
    const table = make("table", { class: "hlo-grid", "aria-label": `Clips of ${shot}` });
    const el = make("div", { class: "hlo-shot" }, make("div", { class: "hlo-bar" }, head, all), table);
    const cells = new Map();
    const videos = () => [...cells.values()].filter((it) => it.wanted).map((it) => it.screen.video);
    const playing = () => videos().some((video) => !video.paused);
    const halt = () => videos().forEach((video) => video.pause());
    const label = () => say(all, playing() ? "Pause all" : "Play together");
    async function start() {
      enable(all, false);
      const there = [...cells.values()].filter((it) => it.wanted);
      await Promise.all(there.map((it) => it.screen.load(it.wanted)));
      await Promise.all(there.map((it) => ready(it.screen.video)));
      // All are at their beginning before the first of them moves.
      await Promise.all(there.map(({ screen: { video } }) => {
        if (!video.currentTime) return null;
        return new Promise((go) => {
          video.addEventListener("seeked", go, { once: true });
          video.currentTime = 0;
          setTimeout(go, 2000);
        });
      }));
      enable(all, true);
      for (const it of there) {
        it.screen.video.muted = there.length > 1;
        it.screen.video.play().catch((problem) => say(status, `A clip does not play: ${problem.message}`));
      }
    }
    let shape = "";
    const create = cell(send, clips, shot);
    function layout(it) {
      // The table is built anew only where it has another shape; players move into their places.
      const now = JSON.stringify([it.rows, it.columns, it.cells.map((each) => [each.id, each.row, each.column])]);
      if (now === shape) return;
      shape = now;
      const wanted = new Set(it.cells.map((each) => each.id));
      for (const [id, old] of cells) {
        if (!wanted.has(id)) {
          old.close();
          cells.delete(id);
        }
      }
      for (const take of it.cells) {
        if (!cells.has(take.id)) {
          const made = create(take);
          for (const event of ["play", "pause", "ended"]) made.screen.video.addEventListener(event, label);
          cells.set(take.id, made);
        }
      }
      const named = it.columns.some(Boolean);
      const head = make("tr", {}, make("td"), ...it.columns.map((column) => make("th", { scope: "col" }, column)));
      const rows = it.rows.map((name) =>
        make("tr", {}, make("th", { scope: "row" }, name), ...it.columns.map((column) => {
          const here = it.cells.filter((each) => each.row === name && each.column === column);
          return make("td", {}, ...here.map((each) => cells.get(each.id).el));
        })),
      );
      table.replaceChildren(...(named ? [make("thead", {}, head)] : []), make("tbody", {}, ...rows));
    }
    return {
      el,
      draw(it, snapshot) {
        layout(it);
        for (const take of it.cells) {
          const at = cells.get(take.id);
          at.wanted = take.clip;
          if (at.seen) at.screen.load(take.clip);
          show(at.screen.el, Boolean(take.clip));
          say(at.words, take.picked ? `${take.words}, picked` : take.words);
          say(at.pick, take.picked ? "Picked" : "Pick");
          at.pick.setAttribute("aria-pressed", String(take.picked));
          at.el.dataset.picked = String(take.picked);
          show(at.pick, it.cells.length > 1);
          enable(at.pick, snapshot.pick.on);
        }
        enable(all, videos().length > 0);
      },
      close() {
        for (const it of cells.values()) it.close();
      },
    };
  };
}

function build(parts) {
  const preview = button("Draw previews", () => parts.send({ type: "preview" }), { title: "Draw the camera's moves of what is not made yet; costs nothing" });
  const refresh = button("Look again", () => parts.send({ type: "look" }), { title: "Read the script and the ledger again" });
  const none = make("p", { class: "hlo-note" }, "No shot has several takes or variations yet: write `takes: 3` or `vary` into one.");
  const list = make("div");
  const more = make("p", { class: "hlo-note" });
  parts.bar.append(preview, refresh);
  parts.body.append(none, list, more);
  return {
    draw(snapshot) {
      enable(preview, snapshot.preview.on);
      show(none, snapshot.shots.length === 0);
      keyed(list, snapshot.shots, (it) => it.shot, group(parts), (it, shot) => it.draw(shot, snapshot));
      say(more, snapshot.more);
    },
    close() {
      for (const it of list.known?.values() ?? []) it.close();
    },
  };
}

export default { render: (view) => panel(view, "Takes", build) };

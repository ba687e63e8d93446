// The reel: one player, what is in it, and what is missing.

function build({ bar, body, send, clips }) {
  const cut = button("Cut again", () => send({ type: "cut" }), { title: "Join the clips that are there, as the script says now; nothing is sent" });
  const refresh = button("Look again", () => send({ type: "look" }), { title: "Read the script and the disk again" });
  const screen = player(clips, "The reel");
  const caption = make("p", { class: "hlo-note" });
  const list = make("ol", { class: "hlo-names", "aria-label": "Shots of the reel" });
  const inside = make("details", {}, make("summary", { "data-lm-suppress-shortcuts": "true" }, "What is in it"), list);
  const missing = make("p", { class: "hlo-note" });
  bar.append(cut, refresh);
  body.append(screen.el, caption, inside, missing);
  return {
    draw(snapshot) {
      enable(cut, snapshot.cut.on);
      show(screen.el, Boolean(snapshot.reel));
      screen.load(snapshot.reel, `The reel of ${snapshot.film}`);
      say(caption, snapshot.caption);
      show(inside, snapshot.shown.length > 0);
      const shown = snapshot.shown.map((name, number) => ({ name, number }));
      keyed(list, shown, (it) => it.number, () => ({ el: make("li") }), (it, shot) => say(it.el, shot.name));
      say(missing, snapshot.missing.length ? `Not there yet: ${snapshot.missing.join(", ")}` : "");
      show(missing, snapshot.missing.length > 0);
    },
    close: screen.close,
  };
}

export default { render: (view) => panel(view, "Reel", build) };

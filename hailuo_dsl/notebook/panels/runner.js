// The runner: Preview, Run with its price, a row a take, and one player.

const UNKNOWN = "Nobody knows what became of it: look at the service's own list of tasks.";

// A take: its name, a bar, words, and what can be done with it.
function row(send, play) {
  return (take) => {
    const id = take.id;
    const name = make("span", { class: "hlo-id" }, id);
    const bar = make("progress", { max: 100, value: 0, "aria-label": `Progress of ${id}` });
    const words = make("span", { class: "hlo-words" });
    const acts = make("span", { class: "hlo-acts" });
    const task = make("input", { type: "text", size: 18, "aria-label": `Task id of ${id}`, placeholder: "task id", spellcheck: "false" });
    const all = {
      clip: button("Play", () => play(it.take.clip, id), { "aria-label": `Play ${id}` }),
      preview: button("Play preview", () => play(it.take.preview, `${id}, preview`), { "aria-label": `Play the preview of ${id}` }),
      make: button("Run this", () => send({ type: "make", id }), { "aria-label": `Run ${id} alone`, title: "Make this take alone, with what it starts from" }),
      cancel: button("Cancel", () => send({ type: "cancel", id }), { "aria-label": `Cancel ${id}`, title: "Stop waiting for it; the service still makes it" }),
      retry: button("Retry", () => send({ type: "retry", id }), { "aria-label": `Retry ${id}`, title: "Send it again; it may be paid twice" }),
      resend: button("Send again", () => send({ type: "resend", id }), { "aria-label": `Send ${id} again`, title: "It may be paid twice" }),
      give_up: button("Give up", () => send({ type: "give_up", id }), { "aria-label": `Give up ${id}`, title: "Take it for lost; it counts as spent" }),
      adopt: make("span", { class: "hlo-adopt" }, task, button("Adopt", () => send({ type: "adopt", id, task: task.value }), { "aria-label": `Adopt that task for ${id}` })),
    };
    task.addEventListener("keydown", (event) => {
      if (event.key === "Enter") send({ type: "adopt", id, task: task.value });
    });
    acts.append(all.clip, all.preview, all.make, all.cancel, all.retry, all.adopt, all.resend, all.give_up);
    const it = { el: make("li", { class: "hlo-row" }, name, bar, words, acts), take, bar, words, all };
    return it;
  };
}

function told(take, now) {
  const parts = [take.stage];
  if (take.since && take.percent > 0 && take.percent < 100) parts.push(`${take.percent} %`);
  if (take.since) {
    const elapsed = clock(now - take.since);
    parts.push(take.expected ? `${elapsed} of about ${clock(take.expected)}` : elapsed);
  }
  return parts.join(", ") + (take.words ? `: ${take.words}` : "");
}

function update(it, take, now) {
  it.take = take;
  it.el.dataset.stage = take.stage;
  // Where the service tells no progress, time does, and stops short of the end.
  const guess = take.since && take.expected ? Math.min(95, (100 * (now - take.since)) / take.expected) : 0;
  it.bar.value = Math.max(take.percent, guess);
  const words = told(take, now);
  say(it.words, words);
  it.bar.setAttribute("aria-valuetext", words);
  it.el.title = take.does.includes("adopt") ? UNKNOWN : "";
  for (const [name, act] of Object.entries(it.all)) {
    show(act, name === "clip" || name === "preview" ? Boolean(take[name]) : take.does.includes(name));
  }
}

function build({ bar, body, send, clips }) {
  const preview = button("Preview", () => send({ type: "preview" }), { title: "Draw the camera's moves on this machine; costs nothing" });
  const run = button("Run", () => send({ type: "run" }), { class: "hlo-main", title: "Make the clips that are not there yet" });
  const stop = button("Stop", () => send({ type: "stop" }), { title: "Stop waiting; what was sent goes on at the service. While a cell runs, it may be heard only when that ends" });
  const note = make("p", { class: "hlo-note" });

  const head = make("h4", { class: "hlo-head" }, "Send these and pay for them?");
  const to = make("p");
  const lines = make("tbody");
  const table = make("table", { "aria-label": "What is to be sent" }, make("thead", {}, make("tr", {}, ...["shot", "model", "seconds", "resolution", "price"].map((it) => make("th", { scope: "col" }, it)))), lines);
  const more = make("p");
  const total = make("p", { class: "hlo-total" });
  const yes = button("Send", () => send({ type: "send", order: Number(ask.dataset.order) }), { class: "hlo-main" });
  const no = button("Do not send", () => send({ type: "withdraw" }));
  const ask = make("div", { class: "hlo-ask", role: "group", "aria-label": "What a run costs", tabindex: "-1", "data-lm-suppress-shortcuts": "true" }, head, to, table, more, total, make("div", { class: "hlo-bar" }, yes, no));

  const list = make("ul", { class: "hlo-list", "aria-label": "Takes" });
  const rest = make("p", { class: "hlo-note" });
  const wrong = make("pre", { class: "hlo-told", role: "group", tabindex: "0", "aria-label": "Why takes were not made", "data-lm-suppress-shortcuts": "true" });
  const screen = player(clips, "Clip");
  const caption = make("p", { class: "hlo-note" });
  let offered = "";

  const play = (token, name) => {
    say(caption, name);
    screen.load(token, name);
    show(screen.el, true);
    screen.el.scrollIntoView?.({ block: "nearest" });
  };
  bar.append(preview, run, stop);
  body.append(note, ask, list, rest, wrong, screen.el, caption);
  for (const it of [ask, screen.el, wrong, rest]) show(it, false);

  const offer = (it) => {
    const news = it && ask.dataset.order !== String(it.order);
    const had = ask.contains(ask.getRootNode().activeElement);
    if (!it && had) run.focus();
    show(ask, Boolean(it));
    if (!it) {
      delete ask.dataset.order;
      return;
    }
    ask.dataset.order = String(it.order);
    say(to, `To be sent to ${it.to}`);
    say(more, [it.more, it.budget].filter(Boolean).join(". "));
    say(total, it.total);
    if (news) {
      lines.replaceChildren(...it.lines.map((line) => make("tr", {}, ...line.map((cell) => make("td", {}, cell)))));
      ask.focus();
    }
  };

  const tick = (now) => {
    for (const it of list.known?.values() ?? []) if (it.take.since) update(it, it.take, now);
  };

  return {
    tick,
    draw(now) {
      enable(preview, now.preview.on);
      enable(run, now.run.on);
      enable(stop, now.stop.on);
      say(run, now.run.label);
      say(note, now.run.note);
      show(note, Boolean(now.run.note));
      offer(now.offer);
      keyed(list, now.takes, (it) => it.id, row(send, play), (it, take) => update(it, take, now.now));
      say(rest, now.more);
      show(rest, Boolean(now.more));
      say(wrong, now.told);
      show(wrong, Boolean(now.told));
      if (now.player && now.player !== offered) {
        offered = now.player;
        const of = now.takes.find((it) => it.clip === offered || it.preview === offered);
        const name = of ? (of.clip === offered ? of.id : `${of.id}, preview`) : "Clip";
        say(caption, name);
        screen.load(offered, name);
        show(screen.el, true);
      }
    },
    close: screen.close,
  };
}

export default { render: (view) => panel(view, "Run", build) };

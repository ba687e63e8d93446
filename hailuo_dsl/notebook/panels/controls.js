// What a shot is shot with: lists, and buttons that say whether they are chosen.

// A list with its label; `draw(value, options)` shows what the script says.
function list(label, onchange) {
  const choice = make("select", { "aria-label": label, onchange: () => onchange(choice.value) });
  let had = "";
  return {
    el: make("label", { class: "hlo-field" }, make("span", { class: "hlo-name" }, label), choice),
    draw(value, options) {
      const now = JSON.stringify(options);
      if (now !== had) {
        had = now;
        choice.replaceChildren(...options.map(([each, words]) => make("option", { value: each }, words)));
      }
      // What the script says and nobody offers is chosen from no list.
      if (choice.value !== value) choice.value = value;
    },
  };
}

// Buttons of which one is chosen.
function toggles(label, onchange) {
  const group = make("span", { role: "group", "aria-label": label, class: "hlo-toggles" });
  return {
    el: make("div", { class: "hlo-field" }, make("span", { class: "hlo-name", "aria-hidden": "true" }, label), group),
    draw(value, options) {
      const create = (it) => ({ el: button(it[1], () => onchange(it[0])) });
      keyed(group, options, (it) => it[0], create, ({ el }, [each, words]) => {
        say(el, words);
        el.setAttribute("aria-pressed", String(each === value));
      });
    },
  };
}

function controls(send) {
  const set = (key) => (value) => send({ type: "set", key, value });
  const shot = list("Shot", (value) => send({ type: "select", shot: value }));
  const model = list("Model", set("model"));
  const duration = toggles("Duration", set("duration"));
  const resolution = toggles("Resolution", set("resolution"));
  const tags = toggles("Tags", set("tags"));
  let together = false;
  const how = toggles("Moves act", (value) => {
    together = value === "together";
    drawHow();
  });
  const drawHow = () => how.draw(together ? "together" : "then", [["then", "one after another"], ["together", "at once"]]);
  const moves = make("div", { role: "group", "aria-label": "Camera moves", class: "hlo-toggles" });
  const hint = make("p", { class: "hlo-note" });
  const meter = make("meter", { min: 0 });
  const length = make("span", { class: "hlo-note" });
  const room = make("div", { class: "hlo-field" }, make("span", { class: "hlo-name", "aria-hidden": "true" }, "Prompt"), meter, length);
  const camera = make("div", { class: "hlo-field" }, make("span", { class: "hlo-name", "aria-hidden": "true" }, "Camera"), moves);
  const el = make("div", { class: "hlo-controls", role: "group", "aria-label": "What the shot is shot with" }, shot.el, model.el, duration.el, resolution.el, tags.el, camera, how.el, hint, room);
  drawHow();

  function drawRoom(prompt, near) {
    show(room, Boolean(prompt));
    if (!prompt) return;
    const words = `${prompt.used} of ${prompt.most} characters`;
    meter.max = prompt.most;
    meter.high = prompt.most * near;
    meter.optimum = 0;
    meter.value = prompt.used;
    meter.setAttribute("aria-label", `Prompt of ${prompt.of}: ${words}`);
    say(length, `${words} (${prompt.of})${prompt.used > prompt.most ? ": too long" : ""}`);
  }

  return {
    el,
    draw(now) {
      show(el, Boolean(now));
      if (!now) return;
      const every = now.shots.length === 1 ? [] : [["", "every shot"]];
      shot.draw(now.shot, [...every, ...now.shots.map((it) => [it, it])]);
      model.draw(now.model.is, now.model.of.map((it) => [it, it]));
      duration.draw(now.duration.is, now.duration.of.map((it) => [it, `${it}s`]));
      resolution.draw(now.resolution.is, now.resolution.of.map((it) => [it, it]));
      tags.draw(now.tags.is, now.tags.of.map((it) => [it, it]));
      const add = ([id]) => ({ el: button("", () => send({ type: "move", move: id, together })) });
      keyed(moves, now.moves, (it) => it[0], add, ({ el: it }, [, words, motion]) => {
        say(it, words);
        it.title = motion;
        enable(it, Boolean(now.shot));
      });
      say(hint, now.shot ? "" : "Choose one shot to add a move to it.");
      show(hint, !now.shot);
      drawRoom(now.prompt, now.near);
    },
  };
}

// What all panels share. A panel's module is this text and its own after it: no bundle, no server.

const SILENCE = 5000; // milliseconds without a sign of life before that is said

// An element; what can have the focus is marked so that Jupyter's shortcuts leave its keys alone.
function make(tag, props = {}, ...children) {
  const it = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) it.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined && value !== null) it.setAttribute(key, value === true ? "" : value);
  }
  if (["button", "input", "select", "textarea", "video", "details", "summary"].includes(tag)) it.setAttribute("data-lm-suppress-shortcuts", "true");
  it.append(...children);
  return it;
}

// A button that is off keeps the focus: were it disabled, the next key would be Jupyter's.
function button(label, onclick, props = {}) {
  const press = () => it.getAttribute("aria-disabled") !== "true" && onclick();
  const it = make("button", { type: "button", onclick: press, ...props }, label);
  return it;
}

// Nothing is written that stands there already: a status is read aloud, and a focus is lost.
function say(it, text) {
  if (it.textContent !== text) it.textContent = text;
}
function show(it, on) {
  if (it.hidden !== on) return;
  // What has the focus and goes gives it to its panel, not to the page.
  if (!on && it.contains(it.getRootNode().activeElement)) it.closest(".hlo")?.focus({ preventScroll: true });
  it.hidden = !on;
}
function enable(it, on) {
  it.setAttribute("aria-disabled", String(!on));
}

// Keep one child of `parent` for each of `items`, by its key, and update it in its place.
function keyed(parent, items, keyOf, create, update) {
  const known = (parent.known ??= new Map());
  const wanted = new Set(items.map(keyOf));
  for (const [key, it] of known) {
    if (!wanted.has(key)) {
      show(it.el, false);
      it.el.remove();
      it.close?.();
      known.delete(key);
    }
  }
  items.forEach((item, number) => {
    const key = keyOf(item);
    if (!known.has(key)) known.set(key, create(item));
    const it = known.get(key);
    if (parent.children[number] !== it.el) parent.insertBefore(it.el, parent.children[number] ?? null);
    update(it, item);
  });
}

// The bytes of clips and texts, asked for one at a time, so that the line to the kernel stays free.
function puller(model) {
  const waiting = new Map();
  const queue = [];
  let asked = null;
  let timer = 0;
  const next = () => {
    clearTimeout(timer);
    asked = queue.shift() ?? null;
    if (asked === null) return;
    if (!waiting.has(asked)) return next();
    model.send({ type: "need", item: asked });
    timer = setTimeout(() => settle(asked, (it) => it.reject(new Error("No word from the kernel."))), 30000);
  };
  const settle = (token, how) => {
    for (const each of waiting.get(token) ?? []) how(each);
    waiting.delete(token);
    if (asked === token) next();
  };
  const heard = (message, buffers) => {
    if (!waiting.has(message?.item)) return;
    if (message.type === "item") settle(message.item, (it) => it.resolve(new Blob([buffers[0]], { type: message.mime })));
    else if (message.type === "missing") settle(message.item, (it) => it.reject(new Error(message.words)));
  };
  model.on("msg:custom", heard);
  return {
    want(token) {
      return new Promise((resolve, reject) => {
        if (!waiting.has(token)) {
          waiting.set(token, []);
          queue.push(token);
        }
        waiting.get(token).push({ resolve, reject });
        if (asked === null) next();
      });
    },
    close() {
      clearTimeout(timer);
      model.off("msg:custom", heard);
    },
  };
}

// A player of one clip; what it plays is pulled when `load` is called.
function player(clips, label) {
  const video = make("video", { controls: true, playsinline: true, preload: "auto", "aria-label": label });
  const words = make("p", { class: "hlo-note" });
  const el = make("div", { class: "hlo-player" }, video, words);
  let token = "";
  let url = null;
  let loading = Promise.resolve();
  const free = () => {
    if (url) URL.revokeObjectURL(url);
    url = null;
  };
  show(words, false);
  return {
    el,
    video,
    get token() {
      return token;
    },
    load(wanted, name) {
      if (name) video.setAttribute("aria-label", name);
      if (wanted === token) return loading;
      token = wanted;
      free();
      video.removeAttribute("src");
      video.load();
      show(words, false);
      if (!wanted) return (loading = Promise.resolve());
      loading = clips.want(wanted).then(
        (blob) => {
          if (token !== wanted) return;
          url = URL.createObjectURL(blob);
          video.src = url;
        },
        (error) => {
          say(words, error.message);
          show(words, true);
        },
      );
      return loading;
    },
    close: free,
  };
}

const clock = (seconds) => {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

// The frame of a panel: its region, its buttons' bar, its status line, its error, and a watch on the kernel.
// `build` gets the parts and returns { draw(snapshot), tick(now), close() }.
function panel({ model, el }, title, build) {
  const root = make("section", { class: "hlo", "aria-label": title, tabindex: "-1", "data-lm-suppress-shortcuts": "true" });
  const status = make("p", { role: "status", "aria-live": "polite", class: "hlo-status" });
  const silence = make("p", { role: "alert", class: "hlo-error" });
  const error = make("pre", { role: "alert", class: "hlo-error" });
  const bar = make("div", { class: "hlo-bar" });
  const body = make("div", { class: "hlo-body" });
  const clips = puller(model);
  let last = Date.now();
  let asked = 0;
  let ahead = 0; // seconds that this page's clock is ahead of the kernel's
  root.addEventListener("keydown", (event) => event.stopPropagation());
  root.append(make("h3", { class: "hlo-title" }, title), bar, status, silence, error, body);
  show(silence, false);

  const send = (message) => {
    asked = asked || Date.now();
    model.send(message);
  };
  const alive = () => {
    last = Date.now();
    asked = 0;
    show(silence, false);
  };
  const guarded = (work) => {
    try {
      work();
    } catch (problem) {
      say(error, `This panel cannot be drawn: ${problem.message}`);
      show(error, true);
    }
  };

  // What is kept for a page without a kernel is not for this one.
  const kept = `#hlo-kept-${model.get("snapshot").kept}`;
  const hides = make("style", {}, `${kept}, .jp-OutputArea-child:has(${kept}) { display: none !important; }`);
  document.head.append(hides);

  let parts = null;
  guarded(() => (parts = build({ bar, body, send, clips, status })));
  const draw = () =>
    guarded(() => {
      const snapshot = model.get("snapshot");
      if (snapshot.now) ahead = Date.now() / 1000 - snapshot.now;
      say(status, snapshot.says || phases[snapshot.phase] || "");
      say(error, snapshot.error || "");
      show(error, Boolean(snapshot.error));
      root.setAttribute("aria-busy", String(Boolean(snapshot.busy)));
      parts?.draw(snapshot);
    });
  const changed = () => {
    alive();
    draw();
  };
  const timer = setInterval(() => {
    const now = Date.now();
    if ((model.get("snapshot").busy && now - last > SILENCE) || (asked && now - asked > SILENCE)) {
      say(silence, "No word from the kernel: a cell keeps it busy, or it has stopped. After a restart, run the cell again: what was sent is taken up.");
      show(silence, true);
    }
    guarded(() => parts?.tick?.(now / 1000 - ahead));
  }, 1000);
  model.on("change:snapshot", changed);
  model.on("change:beat", alive);
  el.append(root);
  draw();
  model.send({ type: "watch" });
  return () => {
    clearInterval(timer);
    hides.remove();
    model.send({ type: "unwatch" });
    model.off("change:snapshot", changed);
    model.off("change:beat", alive);
    parts?.close?.();
    clips.close();
  };
}

const phases = { previewing: "Drawing previews …", shooting: "Running …", stopping: "Stopping …", asking: "Nothing is sent yet." };

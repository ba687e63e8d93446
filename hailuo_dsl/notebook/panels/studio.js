// The studio: a textarea over coloured text, mistakes at their places, the controls and the board.

const views = () => Math.random().toString(36).slice(2, 10);

// An editor: the textarea's letters are transparent, and the same text lies in colour below it.
function editor(changed, moved) {
  const text = make("textarea", { "aria-label": "Script", spellcheck: "false", autocapitalize: "off", autocomplete: "off", rows: 8, wrap: "soft" });
  const below = make("pre", { class: "hlo-code", "aria-hidden": "true" });
  const el = make("div", { class: "hlo-editor" }, below, text);
  let marks = [];

  const piece = (colour, words) => {
    const style = shots.styles[colour];
    return style ? make("span", { class: `hlo-c-${style.replaceAll(".", "-")}` }, words) : words;
  };
  const softly = (line) => {
    try {
      return shots.coloured(line);
    } catch {
      return [["", line]];
    }
  };
  // The pieces of a line, cut where a mistake begins and ends.
  const painted = (line, number) => {
    const here = marks.filter((it) => it.line === number);
    const wrong = (at) => here.find((it) => at >= it.from && at < it.to);
    const row = make("span", { class: "hlo-line" });
    let at = 0;
    for (const [colour, words] of softly(line)) {
      let run = "";
      let under = null;
      const flush = () => {
        if (!run) return;
        const it = piece(colour, run);
        row.append(under ? make("span", { class: "hlo-wrong", "data-kind": under.kind }, it) : it);
        run = "";
      };
      for (const letter of words) {
        const now = wrong(at) ?? null;
        if (now !== under) flush();
        under = now;
        run += letter;
        at += 1; // in characters, as Python counts
      }
      flush();
    }
    return row;
  };
  // Only lines that are not what they were are made anew.
  let had = [];
  const paint = () => {
    const lines = text.value.split("\n");
    const keys = lines.map((line, at) => JSON.stringify([line, marks.filter((it) => it.line === at + 1).map((it) => [it.from, it.to, it.kind])]));
    const rows = keys.map((key, at) => (had[at] === key ? below.children[at] : painted(lines[at], at + 1)));
    rows.forEach((row, at) => {
      if (!row.childNodes.length) row.append("\u200b");
      if (below.children[at] !== row) below.replaceChild(row, below.children[at] ?? below.appendChild(make("span")));
    });
    while (below.children.length > rows.length) below.lastChild.remove();
    had = keys;
  };
  const line = () => text.value.slice(0, text.selectionStart).split("\n").length;
  text.addEventListener("input", () => {
    marks = [];
    paint();
    changed(text.value);
  });
  for (const event of ["keyup", "click"]) text.addEventListener(event, () => moved(line()));
  // A new line begins as far in as the one before it; typed like that, it can be undone.
  const indent = (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const [blanks] = /^[ \t]*/.exec(text.value.slice(0, text.selectionStart).split("\n").at(-1));
    if (blanks && document.execCommand("insertText", false, `\n${blanks}`)) event.preventDefault();
  };
  text.addEventListener("keydown", indent);
  text.addEventListener("keydown", (event) => {
    // It is written without that, and the browser's own dialog would only be in the way.
    if ((event.ctrlKey || event.metaKey) && event.key === "s") event.preventDefault();
  });
  return {
    el,
    text,
    // Show another text; the caret stays at what it stood at.
    put(words) {
      const old = text.value;
      const now = words.replaceAll("\r\n", "\n");
      if (old === now) return;
      let from = 0;
      while (from < old.length && from < now.length && old[from] === now[from]) from++;
      let back = 0;
      while (back < Math.min(old.length, now.length) - from && old.at(-1 - back) === now.at(-1 - back)) back++;
      text.setRangeText(now.slice(from, now.length - back), from, old.length - back, "preserve");
      paint();
    },
    mark(found) {
      marks = found.filter((it) => it.line).map((it) => ({ line: it.line, from: it.column - 1, to: it.column - 1 + it.length, kind: it.kind }));
      paint();
    },
    go({ line, column, length }) {
      const lines = text.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, it) => sum + it.length + 1, 0);
      const letters = [...(lines[line - 1] ?? "")];
      const from = start + letters.slice(0, column - 1).join("").length;
      text.focus();
      text.setSelectionRange(from, from + letters.slice(column - 1, column - 1 + length).join("").length);
    },
  };
}

function mistake(send, go) {
  return (first) => {
    let it = first;
    const place = button("", () => go(it), { class: "hlo-place" });
    const kind = make("strong");
    const words = make("span");
    const help = make("span", { class: "hlo-help" });
    const fix = button("Fix", () => send({ type: "fix", number: it.number, words: it.words }));
    const el = make("li", { class: "hlo-found" }, kind, " ", place, " ", words, " ", help, " ", fix);
    return {
      el,
      draw(now) {
        it = now;
        el.dataset.kind = it.kind;
        say(kind, it.code ? `${it.kind} ${it.code}` : "");
        say(place, it.line ? `line ${it.line}` : "");
        show(place, Boolean(it.line));
        say(words, [it.file, [it.words, it.label].filter(Boolean).join(": ")].filter(Boolean).join(": "));
        say(help, it.help ?? "");
        fix.setAttribute("aria-label", `Fix: ${it.words}`);
        show(fix, Boolean(it.fixes));
      },
    };
  };
}

function build({ body, send, clips }) {
  const view = views();
  let number = 0;
  let token = ""; // of the text that is shown; empty while one's own is under way
  let places = [];
  let meant = "";
  let last = null; // the snapshot that is shown

  const script = editor(
    (text) => {
      token = "";
      number += 1;
      send({ type: "edit", text, view, number });
    },
    (line) => {
      const [shot] = places.filter(([, begins]) => begins <= line).at(-1) ?? [];
      if (shot && shot !== meant) send({ type: "select", shot });
    },
  );
  // Were it typed into before the script is there, that would be the script.
  script.text.readOnly = true;
  const file = make("p", { class: "hlo-note" });
  const again = button("Take the other version", () => send({ type: "look" }), { title: "What is typed here is forgotten" });
  const mine = button("Keep this version", () => send({ type: "overwrite" }), { title: "What was written elsewhere is overwritten" });
  const apart = make("div", { class: "hlo-bar", role: "group", "aria-label": "The script was changed elsewhere" }, again, mine);
  const found = make("ul", { class: "hlo-list", "aria-label": "Mistakes", "aria-live": "polite" });
  const fine = make("p", { class: "hlo-note" }, "No mistakes.");
  const shot = controls(send);
  const screen = player(clips, "Animatic");
  const caption = make("p", { class: "hlo-note" });
  const animatic = make("div", { class: "hlo-animatic", role: "group", "aria-label": "Animatic of the shot" }, screen.el, caption);
  const board = make("div", { class: "hlo-board", role: "group", tabindex: "0", "aria-label": "Storyboard", "data-lm-suppress-shortcuts": "true" });
  const left = make("div", { class: "hlo-left" }, script.el, file, apart, found, fine);
  const right = make("div", { class: "hlo-right" }, shot.el);
  body.append(make("div", { class: "hlo-studio" }, left, right), make("div", { class: "hlo-studio" }, animatic, board));

  async function text(now) {
    const sent = number;
    // Until the kernel has heard all that was typed here, it knows no newer text.
    if (now.text === token || (now.typed[view] ?? 0) !== sent) return;
    // Its own words come back as a number; they stand here already.
    if (token === "" && now.by === view) {
      token = now.text;
      return;
    }
    try {
      const words = await (await clips.want(now.text)).text();
      if (number !== sent) return;
      script.put(words);
      script.text.readOnly = false;
      token = now.text;
    } catch {
      // A newer text has come meanwhile, and its snapshot with it.
    }
  }
  let seen = "";
  async function storyboard(wanted) {
    if (!wanted || wanted === seen) return;
    seen = wanted;
    try {
      const html = await (await clips.want(wanted)).text();
      if (wanted === seen) board.innerHTML = html;
    } catch {
      // The next snapshot names what is there to see by then.
    }
  }
  return {
    draw(now) {
      meant = now.controls?.shot ?? "";
      places = now.places;
      last = now;
      text(now).then(() => token === last.text && script.mark(last.read ? last.found : []));
      say(file, now.file ? `Written to ${now.file} as you type.` : now.loose ? "In no file: copy it into a cell or a file before the kernel ends." : "");
      show(file, Boolean(file.textContent) && !now.changed);
      show(apart, now.changed);
      keyed(found, now.found, (it) => it.number, mistake(send, script.go), (it, mistake) => it.draw(mistake));
      show(fine, Boolean(now.board) && now.found.length === 0 && !now.error);
      shot.draw(now.controls);
      storyboard(now.board);
      screen.load(now.animatic, `Animatic of ${now.of}`);
      show(screen.el, Boolean(now.animatic));
      say(caption, now.drawing ? "Drawing the camera's move …" : now.of ? `${now.of}, animatic: drawn here, nothing is sent` : "An animatic of the shot comes here.");
    },
    close: screen.close,
  };
}

export default { render: (view) => panel(view, "Studio", build) };

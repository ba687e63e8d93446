// The colours of `%%shots` cells in JupyterLab 4 and Notebook 7. Nothing here may keep a notebook
// from opening.
(() => {
  "use strict";
  // What each stretch of a line is, in Pygments' short names. The table is made from the grammars and
  // from hailuo_dsl/syntax/highlight.py, whose functions these go by: change them there, then here.
  const T = {
    blanks: " \t\u00a0\u3000",
    reserved: ["none","previous"],
    lines: [["HEADING","[ \t\u00a0\u3000]*(?:character|place|prop|style|setup|scene|shot)(?![^ \t\u00a0\u3000\"\n])[^\n]*\n"],["VARY","[ \t\u00a0\u3000]*vary(?![^ \t\u00a0\u3000\n])[^\n]*\n"],["LET","[ \t\u00a0\u3000]*let(?![^ \t\u00a0\u3000\n])[^\n]*\n"],["USE","[ \t\u00a0\u3000]*use(?![^ \t\u00a0\u3000\n])[^\n]*\n"],["SETTING","[ \t\u00a0\u3000]*[\\p{L}\\p{Nl}\\p{No}_][\\p{L}\\p{N}_-]*:[^\n]*\n"],["COMMENT","[ \t\u00a0\u3000]*#[^\n]*\n"],["MOTION","[ \t\u00a0\u3000]*>[^\n]*\n"],["BLANK","[ \t\u00a0\u3000]*\n"],["BAD","[^\n]+\n"]],
    word: "([^\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\" \t\u00a0\u3000]*)[ \t\u00a0\u3000]*(.*)",
    prose: "(?<words>[^\\[\\]{}\\\\]+)|\\\\(?<escaped>[\\[\\]{}\\\\|])|\\{(?<name>[^{}\\[\\]\\\\]*)\\}|\\[(?<bracket>(?:[^\\[\\]{}\\\\]|\\\\[\\[\\]{}\\\\|]|\\{[^{}\\[\\]\\\\]*\\})*)\\]|(?<stray>[\\[\\]{}\\\\])",
    template: "(?<words>[^{}\\\\]+)|\\\\(?<escaped>[\\[\\]{}\\\\|])|\\{(?<name>[^{}\\[\\]\\\\]*)\\}|(?<stray>[{}\\\\])",
    special: {"name":"si","escaped":"se"},
    keys: {"model":["no",null,0],"duration":["","duration",0],"resolution":["m",null,0],"from":["s","reference",1],"to":["s","reference",1],"camera":["","camera",0],"look":["","names",0],"optimizer":["kc",null,0],"watermark":["kc",null,0],"callback":["s",null,0],"tags":["kc",null,0],"takes":["","count",0],"with":["nc",null,0],"each":["s",null,0],"pick":["","pick",0],"trim":["","trim",0],"transition":["","transition",0],"note":["sd",null,0]},
    tag: ["","bracket",0],
    choices: ["","choices",0],
    terminals: [["[,\uff0c][ \t\u00a0\u3000]*then(?![^ \t\u00a0\u3000])","ow"],["(?![ \t\u00a0\u3000|])(?:\\\\.|[^|])+",""],["[^+,\uff0c \t\u00a0\u3000][^+,\uff0c]*","nf"],["[^ \t\u00a0\u3000\\/@#.,\uff0c]+","nc"],["[ \t\u00a0\u3000]+","o"],["[0-9]{1,9}","m"],["[0-9]{1,4}(?:\\.[0-9]{1,3})?","m"],["(?:dissolve|fade)","kc"],["(?:first|last)","kc"],["cut","kc"],["\\.\\.","o"],["[,\uff0c]","o"],["@","o"],["\\.","o"],["#","o"],["\\+","o"],["s","kt"],["/","o"],["\\|","o"]],
    starts: {"camera":0,"bracket":2,"duration":4,"count":7,"names":8,"reference":10,"pick":19,"choices":23,"trim":25,"transition":29},
    states: [[0,[[2,1]]],[1,[[0,0],[11,0],[15,0]]],[0,[[2,3]]],[1,[[11,2],[15,2]]],[0,[[5,5]]],[0,[[16,6]]],[1,[]],[0,[[5,6]]],[0,[[3,9]]],[1,[[11,8]]],[0,[[3,11]]],[0,[[12,10],[13,12],[14,13],[17,14]]],[0,[[8,6]]],[0,[[5,15]]],[0,[[3,16]]],[0,[[13,12]]],[0,[[12,17],[13,12],[14,13]]],[0,[[3,18]]],[0,[[12,17],[13,12],[14,13],[17]]],[0,[[3,20]]],[1,[[12,21],[14,7]]],[0,[[3,22]]],[1,[[12,21],[13],[14,7],[17]]],[0,[[1,24]]],[1,[[18,23]]],[0,[[6,26]]],[0,[[16,27]]],[0,[[10,28]]],[0,[[6,5]]],[0,[[7,28],[9,6]]]],
    styles: {"c1":"comment","err":"invalid","kc":"keyword","kd":"keyword","kn":"keyword","kt":"number","na":"propertyName","nc":"variableName.definition","no":"variableName.special","nf":"variableName.standard","fm":"meta","nv":"variableName.definition","m":"number","o":"operator","ow":"operator","p":"punctuation","pm":"operator","s":"string","sd":"string","s2":"string","se":"string.special","si":"string.special"},
  };

  const pattern = (source) => new RegExp(source, "suy");
  const BLANK = pattern(`[${T.blanks}]*`);
  const LINES = T.lines.map(([kind, source]) => [kind, pattern(source)]);
  const TERMINALS = T.terminals.map(([source, colour]) => ({ pattern: pattern(source), colour }));
  const WORD = pattern(T.word);
  const [PROSE, TEMPLATE] = [T.prose, T.template].map((source) => new RegExp(source, "ug"));

  const match = (regex, text, from = 0) => {
    regex.lastIndex = from;
    return regex.exec(text);
  };
  const rstrip = (text) => {
    let end = text.length;
    while (end && T.blanks.includes(text[end - 1])) end--;
    return text.slice(0, end);
  };
  const trisect = (text) => {
    const lead = match(BLANK, text)[0].length;
    const body = rstrip(text.slice(lead));
    return [text.slice(0, lead), body, text.slice(lead + body.length)];
  };
  const partition = (text) => {
    const at = text.indexOf(":");
    return at < 0 ? [text, "", ""] : [text.slice(0, at), ":", text.slice(at + 1)];
  };

  const padded = (colour, text) => {
    const [before, body, after] = trisect(text);
    return [["w", before], [colour, body], ["w", after]];
  };
  const special = (found, otherwise) => {
    const group = Object.keys(T.special).find((name) => found.groups[name] !== undefined);
    return group ? T.special[group] : otherwise;
  };
  const template = (text, colour) =>
    [...text.matchAll(TEMPLATE)].map((found) => [special(found, colour), found[0]]);
  const prose = (text) =>
    [...text.matchAll(PROSE)].flatMap((found) => {
      const tag = found.groups.bracket;
      return tag === undefined
        ? [[special(found, ""), found[0]]]
        : [["p", "["], ...read(tag, T.tag), ["p", "]"]];
    });

  const tokens = (text, rule, whole) => {
    const found = [];
    for (let at = 0, state = T.starts[rule]; state !== undefined; ) {
      at += match(BLANK, text, at)[0].length;
      const [final, steps] = T.states[state];
      if (at === text.length) return final || !whole ? found : [];
      let here = null;
      const step = steps.find(([number]) => (here = match(TERMINALS[number].pattern, text, at)));
      state = step?.[1]; // a step without one is to what may not stand here
      if (step) found.push({ at, word: rstrip(here[0]), colour: TERMINALS[step[0]].colour });
      at += here ? here[0].length : 0;
    }
    return whole ? [] : found;
  };
  const read = (text, [colour, rule, whole]) => {
    const pieces = [];
    let end = 0;
    for (const { at, word, colour: own } of tokens(text, rule, whole)) {
      pieces.push(["w", text.slice(end, at)], ...(own ? template(word, own) : prose(word)));
      end = at + word.length;
    }
    return [...pieces, ...template(text.slice(end), colour)];
  };
  const value = (key, text) => {
    if (key === "note") return padded(T.keys[key][0], text);
    if (T.reserved.includes(trisect(text)[1])) return padded("kc", text);
    return read(text, T.keys[key]);
  };

  const variable = (keyword) => (body) => {
    const [name, colon, rest] = partition(body.slice(keyword.length));
    const after = keyword === "vary" ? read(rest, T.choices) : prose(rest);
    return [["kd", keyword], ...padded("nv", name), ["p", colon], ...after];
  };
  const COLOURS = {
    USE: (body) => [["kn", "use"], ...padded("s", body.slice("use".length))],
    HEADING: (body) => {
      const afterWord = match(WORD, body)[2];
      const title = match(WORD, afterWord)[2];
      return [
        ...padded("kd", body.slice(0, body.length - afterWord.length)),
        ...padded("nc", afterWord.slice(0, afterWord.length - title.length)),
        [title.startsWith('"') ? "s2" : "", title],
      ];
    },
    SETTING: (body) => {
      const [name, colon, rest] = partition(body);
      const known = Object.hasOwn(T.keys, name);
      return [[known ? "na" : "err", name], ["p", colon], ...(known ? value(name, rest) : prose(rest))];
    },
    LET: variable("let"),
    VARY: variable("vary"),
    MOTION: (body) => [["pm", body[0]], ...prose(body.slice(1))],
    COMMENT: (body) => [["c1", body]],
    BLANK: (body) => [["w", body]],
    BAD: (body) => [["err", body]],
  };
  const coloured = (line) => {
    const [before, body, after] = trisect(line);
    const [kind] = LINES.find(([, source]) => match(source, `${line}\n`));
    return [["w", before], ...COLOURS[kind](body), ["w", after]].filter(([, text]) => text);
  };

  // ---- the language of a cell, for as long as the cell begins with the magic ----

  const opens = (line) => /^%%shots(?: |\s*$)/.test(line);
  const opening = (line) => [["fm", "%%shots"], ["", line.slice("%%shots".length)]];
  const softly = (tried, otherwise) => {
    try {
      return tried();
    } catch (error) {
      console.warn("hailuo-dsl: a %%shots cell is not coloured:", error);
      return otherwise;
    }
  };
  const parser = {
    name: "shots",
    languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["[", "{", '"'] } },
    startState: () => ({ begun: false, rest: [] }),
    token: (stream, cell) => {
      try {
        if (stream.sol()) {
          const first = !cell.begun && opens(stream.string);
          cell.rest = (first ? opening : coloured)(stream.string).filter(([, text]) => text);
          cell.begun = true;
        }
        const [colour, text] = cell.rest.shift();
        stream.pos += text.length;
        return T.styles[colour] ?? null;
      } catch {
        stream.skipToEnd();
        return null;
      }
    },
  };
  const extension = (language, state, highlight) => {
    const { HighlightStyle, StreamLanguage, syntaxHighlighting } = language;
    const wrong = {
      tag: highlight.tags.invalid, // which JupyterLab's theme passes over
      textDecoration: "underline wavy var(--jp-mirror-editor-error-color)",
      textUnderlineOffset: "3px",
    };
    const swap = new state.Compartment();
    const off = [];
    const on = state.Prec.highest([
      StreamLanguage.define(parser),
      syntaxHighlighting(HighlightStyle.define([wrong])),
    ]);
    const watch = state.EditorState.transactionExtender.of((change) =>
      softly(() => {
        const wanted = opens(change.newDoc.line(1).text) ? on : off;
        return swap.get(change.startState) === wanted ? null : { effects: swap.reconfigure(wanted) };
      }, null),
    );
    return (source) => [swap.of(opens(source.split("\n", 1)[0]) ? on : off), watch];
  };

  // ---- the door of a prebuilt extension, as JupyterLab opens it ----

  let shared = {};
  const need = async (name) => {
    const versions = Object.values(shared[name] ?? {});
    const version = versions.find((it) => it.loaded) ?? versions[0];
    if (!version) throw new Error(`${name} is not shared`);
    return (await version.get())();
  };
  const plugin = async () => {
    const [codemirror, language, state, highlight] = await Promise.all(
      ["@jupyterlab/codemirror", "@codemirror/language", "@codemirror/state", "@lezer/highlight"].map(need),
    );
    const { EditorExtensionRegistry, IEditorExtensionRegistry } = codemirror;
    if (!IEditorExtensionRegistry) throw new Error("there is no registry of editor extensions");
    const made = extension(language, state, highlight);
    const factory = ({ inline, model }) =>
      softly(
        () =>
          inline
            ? EditorExtensionRegistry.createImmutableExtension(made(model.sharedModel.getSource()))
            : null,
        null,
      );
    return {
      id: "hailuo-dsl:highlight",
      description: "Colours the cells that begin with %%shots.",
      autoStart: true,
      requires: [IEditorExtensionRegistry],
      activate: (_app, registry) =>
        softly(() => registry.addExtension({ name: "hailuo-dsl:highlight", factory })),
    };
  };
  (window._JUPYTERLAB ??= {})["hailuo-dsl"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      let plugins = [];
      try {
        plugins = [await plugin()];
      } catch (error) {
        console.warn("hailuo-dsl: %%shots cells are not coloured:", error);
      }
      return () => ({ __esModule: true, default: plugins });
    },
    coloured,
  };
})();

  // What each stretch of a line is, in Pygments' short names. The table is made from the grammars and
  // from hailuo_dsl/syntax/highlight.py, whose functions these go by: change them there, then here.
  const T = {};

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

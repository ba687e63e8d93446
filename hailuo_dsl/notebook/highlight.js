// The colours of `%%shots` cells in JupyterLab 4 and Notebook 7. Nothing here may keep a notebook
// from opening.
(() => {
  "use strict";
  // ---- colours.js ----

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

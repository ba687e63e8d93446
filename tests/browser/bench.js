// What the tests ask of JupyterLab, by its own commands. Each answer comes once it is so.

window.bench = (() => {
  const PATIENCE = 60_000;

  async function until(found, what) {
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
      const value = await found();
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw Error(`${what}: it never came to that`);
  }

  const lab = async () => {
    const app = await until(() => window.jupyterapp, "JupyterLab");
    await app.restored;
    await unveiled();
    return app;
  };
  const command = async (name, args) => (await lab()).commands.execute(name, args);
  // While a theme is laid on, or JupyterLab starts, a picture lies over the page.
  const unveiled = () => until(() => !document.querySelector("#jupyterlab-splash"), "the page");
  const panel = () => window.jupyterapp.shell.currentWidget;
  const kernel = () => panel().sessionContext.session?.kernel;

  // The idle dot is shown before the session is connected; a cell that is run then is lost.
  async function connected() {
    await panel().sessionContext.ready;
    const there = await until(kernel, "the kernel");
    await there.info;
    const idle = () => there.connectionStatus === "connected" && there.status === "idle";
    await until(idle, "an idle kernel");
  }

  async function shown(path) {
    await lab();
    await until(() => panel()?.context?.path === path && panel().content.model, path);
    await panel().context.ready;
  }

  return {
    lab,
    connected,
    shown,
    async open(path, withKernel) {
      const kernelPreference = withKernel
        ? undefined
        : { shouldStart: false, canStart: false, autoStartDefault: false };
      await command("docmanager:open", { path, factory: "Notebook", kernelPreference });
      await shown(path);
      if (withKernel) await connected();
    },
    async close() {
      const closed = panel();
      await closed.sessionContext.shutdown();
      closed.dispose();
    },
    async run(cell) {
      panel().content.deselectAll();
      panel().content.activeCellIndex = cell;
      await command("notebook:run-cell");
    },
    write(cell, text) {
      panel().content.widgets[cell].model.sharedModel.setSource(text);
    },
    sources: () => panel().content.widgets.map((cell) => cell.model.sharedModel.source),
    isTrusted: () => panel().content.widgets.every((cell) => cell.model.trusted),
    select(cell) {
      panel().content.activeCellIndex = cell;
      panel().content.mode = "command";
      panel().content.activate();
    },
    interrupt: () => kernel().interrupt(),
    async restart() {
      await panel().sessionContext.restartKernel();
      await connected();
    },
    async save() {
      await command("docmanager:save");
      await until(() => !panel().context.model.dirty, "a saved notebook");
    },
    async keepWidgets(wanted) {
      const name = "@jupyter-widgets/jupyterlab-manager:saveWidgetState";
      const app = await lab();
      if (app.commands.isToggled(name) !== wanted) await app.commands.execute(name);
    },
    async paint(theme) {
      await command("apputils:change-theme", { theme });
      await until(() => document.body.dataset.jpThemeName === theme, theme);
      await unveiled();
    },
    // What reaches beyond the right edge of `part` or of its own box, and cannot be scrolled to.
    cutOff(part) {
      const { right } = part.getBoundingClientRect();
      const seen = [...part.querySelectorAll("*")].filter((it) => it.checkVisibility());
      const style = (it) => getComputedStyle(it);
      const clips = (it) => it.scrollWidth > it.clientWidth + 1 && style(it).overflowX === "hidden";
      const beyond = (it) => it.getBoundingClientRect().right > right + 1;
      const scrolls = (it) => ["auto", "scroll"].includes(style(it).overflowX);
      const scrolled = (it) => it !== part && (scrolls(it) || scrolled(it.parentElement));
      const cut = seen.filter((it) => clips(it) || (beyond(it) && !scrolled(it)));
      return cut.map((it) => `${it.tagName}.${it.className}: ${it.textContent.slice(0, 60)}`);
    },
    // Nothing but the notebook is looked at.
    async tidy() {
      const { shell } = await lab();
      shell.collapseLeft();
      shell.collapseRight();
    },
  };
})();

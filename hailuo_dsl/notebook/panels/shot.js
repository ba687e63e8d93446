// The controls of a shot, alone.

function build({ body, send }) {
  const it = controls(send);
  body.append(it.el);
  return { draw: (snapshot) => it.draw(snapshot.controls) };
}

export default { render: (view) => panel(view, "Shot", build) };

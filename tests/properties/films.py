"""Whole films that are right: a strategy, with all that the laws need to know of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

HEAD = """\
use looks/shared.shots
model: MiniMax-Hailuo-02
resolution: 768P
let tone: a {weather} light
let move: push in

character mara "the woman in red"
  > a red raincoat, {tone}
  > wet hair

character 玛拉 "红衣女子"
  > 红色雨衣，湿发

prop lamp
  > a storm lamp

place المنارة "المنارة"
  > برج أبيض

style noir
  > black and white, {grain}

setup turn "not said"
  let speed: slowly
  camera: {move}
  > {subject} turns {speed}
"""
SHARED = """\
let weather: grey
let grain: 35mm grain

style flat
  > even light

setup 回转
  > {subject}转身。
"""
ROWS = {
    "rows.csv": (
        'id,name,image\nRed Shoe,"a ""red"" shoe",a.png\n靴,一足の靴,b.png\n',
        ("red-shoe", "靴"),
    ),
    "more.jsonl": ('{"id": "x", "name": "an x", "image": "x.png"}\n', ("x",)),
}
NAMES = ("arrive", "灯", "ночь-1", "دخول", "हिन्दी", "B", "c_2", "등대", "9", "last")
PROSE = (
    "> {mara} walks [tilt up] on.",
    "> {玛拉}走过，“灯”亮了",
    "> {lamp}; {mara.name} waits, {tone}.",
    "> {المنارة.full} وراءها",
    r"> a \[b\] and \{c\} \\ d",
    ">",
    '> "quotes" #7 $5 a@b: 3 > 2',
    "> 비가 온다 [{move}] 그리고",
    "camera: pan left + shake, then 上摇",
    "camera: {move}, then static shot",
    "note: nobody reads {this} [at all]",
    "# allow: literal-bracket",
)
AXES = (
    ("vary light: dawn | {tone} | Storm lightning!", "light", ("dawn", "tone", "storm-lightning")),
    (r"vary way: left \| right | [pan left] away", "way", ("left-right", "pan-left-away")),
)


@dataclass
class Shot:
    """One shot as it was written, and what it becomes."""

    scene: str
    rows: tuple[str, ...]
    """Of its scene; empty where the scene is not repeated."""

    name: str
    variants: tuple[str, ...]
    """`@…` of each of its own variants, `""` for none."""

    takes: int
    parent: Shot | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def family(self):
        return f"{self.scene}/{self.name}" if self.scene else self.name

    @property
    def ids(self):
        homes = [f"{self.scene}@{row}" for row in self.rows] or [self.scene]
        shots = [f"{home}/{self.name}" if home else self.name for home in homes]
        takes = [f"#{take}" for take in range(1, self.takes + 1)] if self.takes > 1 else [""]
        return [
            f"{it}{variant}{take}" for it in shots for variant in self.variants for take in takes
        ]

    def has(self, key):
        return any(line.split(":")[0] == key for line in self.lines)

    def hangs_on(self, other):
        at = self
        while at is not None:
            if at is other:
                return True
            at = at.parent
        return False


@dataclass
class Film:
    """A script in its parts, so that a line can be planted."""

    scenes: list[tuple[list[str], list[Shot]]]
    files: dict[str, str]

    @property
    def shots(self):
        return [shot for _, shots in self.scenes for shot in shots]

    def text(self, planted=None, line=""):
        """The script; with a *line* at the end of the shot *planted*, and its number."""
        lines = HEAD.splitlines()
        number = 0
        for heading, shots in self.scenes:
            lines += heading
            for shot in shots:
                lines += ["", f"  shot {shot.name}", *(f"    {it}" for it in shot.lines)]
                if shot is planted:
                    lines.append(f"    {line}")
                    number = len(lines)
        return "\n".join(lines) + "\n", number


@st.composite
def films(draw):
    """A right film of a few scenes."""
    done: list[Shot] = []
    scenes = []
    names = iter(("", "harbour", "広告", "c"))
    for name in names:
        if name and draw(st.booleans()):
            continue
        rows, heading = (), ["", f'scene {name} "A scene"'] if name else []
        if name and draw(st.booleans()):
            table = draw(st.sampled_from(sorted(ROWS)))
            rows = ROWS[table][1]
            heading.append(f"  each: {table}")
        if name and draw(st.booleans()):
            heading.append(f"  look: {draw(st.sampled_from(('noir', 'flat, noir', 'none')))}")
        own = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=3))
        shots = []
        for shot_name in own:
            shots.append(draw(_shots(name, rows, shot_name, [*done])))
            done.append(shots[-1])
        scenes.append((heading, shots))
    files = {"looks/shared.shots": SHARED, **{name: text for name, (text, _) in ROWS.items()}}
    return Film(scenes, files)


@st.composite
def _shots(draw, scene, rows, name, done):
    lines = []
    own_rows: tuple[str, ...] = ()
    if not rows and draw(st.integers(0, 3)) == 0:
        table = draw(st.sampled_from(sorted(ROWS)))
        own_rows = ROWS[table][1]
        lines.append(f"each: {table}")
    axes = draw(st.lists(st.sampled_from(AXES), unique=True, max_size=2))
    lines += [line for line, _, _ in axes]
    takes = draw(st.sampled_from((1, 1, 1, 2, 3)))
    if takes > 1:
        lines.append(f"takes: {takes}")
    parent, frame = draw(_frames(scene, rows, done, has_rows=bool(rows or own_rows)))
    lines.append(f"from: {frame}")
    lines += draw(
        st.lists(
            st.sampled_from(
                ("trim: 0.5s..5s", "transition: fade 1s", "optimizer: off", "tags: english")
            ),
            unique=True,
        )
    )
    setup = draw(st.sampled_from(("", "turn", "回转")))
    if setup:
        lines += [f"with: {setup}", "let subject: {mara}"]
    lines += draw(st.lists(st.sampled_from(PROSE), max_size=4))
    lines.append("> She goes on" + "".join(f", {{{axis}}}" for _, axis, _ in axes))
    if rows or own_rows:
        lines.append("> with {name}.")
    variants = [f"@{row}" for row in own_rows] or [""]
    for _, _, slugs in axes:
        variants = [f"{it}@{slug}" for it in variants for slug in slugs]
    return Shot(scene, rows, name, tuple(variants), takes, parent, lines)


@st.composite
def _frames(draw, scene, rows, done, *, has_rows):
    """What a shot starts from, and the shot whose frame that is."""
    frames = [
        (None, "a.png"),
        (None, "https://example.com/a.png"),
        (None, '"b # 2.png"'),
        (None, "none"),
    ]
    if has_rows:
        frames.append((None, "{image}"))
    for other in done:
        take = f"#{draw(st.integers(1, other.takes))}" if other.takes > 1 else ""
        which = draw(st.sampled_from(("first", "last")))
        ending = f"{draw(st.sampled_from(other.variants))}{take}.{which}"
        if other.scene == scene:
            frames.append((other, f"{other.name}{ending}"))
        elif other.rows:
            frames.append((other, f"{other.scene}@{other.rows[0]}/{other.name}{ending}"))
        elif other.scene:
            frames.append((other, f"{other.family}{ending}"))
    if done and done[-1].scene == scene and done[-1].variants == ("",) and done[-1].takes == 1:
        frames.append((done[-1], "previous"))
    return draw(st.sampled_from(frames))

// The board: one scene on a canvas, with what moves on its way from the scene before.

const SIDES = { north: [0, -1], south: [0, 1], east: [1, 0], west: [-1, 0] };
const SOLE = 0.9;
const STEP = 0.26;
const SPREAD = 0.22;
const HOP = 0.08;
const BUMP = 0.13;
const LASTS = 1.1;
const DARK = { 2: 0, 1: 118 / 255, 0: 1 };
const INK = "#262430";
const PAPER = "#fcf9f2";
const YELLOW = "#f0e442";
const NIGHT = "#1e212e";
const CONFETTI = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7"];

export class Board {
  constructor(canvas, gallery) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.gallery = gallery;
    this.people = [];
    this.effects = {};
    this.calm = false;
    this.ground = null;
    this.scene = null;
    this.before = null;
    this.recent = [];
    this.floor = null;
  }

  setGround(ground) {
    this.ground = ground;
    this.floor = null;
  }

  show(scene, now) {
    this.before = this.scene;
    this.scene = scene;
    this.at = now;
    for (const each of scene.happenings) this.recent.push({ ...each, at: now });
    this.recent = this.recent.filter((each) => now - each.at < LASTS * 1000);
  }

  /** Paint; `period` is the time between two scenes in milliseconds. */
  paint(now, period) {
    if (!this.ground || !this.scene) return;
    const { canvas, context, ground } = this;
    const dense = window.devicePixelRatio || 1;
    const wide = Math.round(canvas.clientWidth * dense);
    const high = Math.round(canvas.clientHeight * dense);
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      this.floor = null;
    }
    const cell = Math.floor(Math.max(8, Math.min((wide - 16) / ground.columns, (high - 16) / ground.rows, 128 * dense)));
    this.cell = cell;
    this.left = Math.floor((wide - cell * ground.columns) / 2);
    this.top = Math.floor((high - cell * ground.rows) / 2);
    this.alpha = Math.min(1, (now - this.at) / period);
    context.clearRect(0, 0, wide, high);
    context.fillStyle = INK;
    context.beginPath();
    context.roundRect(this.left - 7, this.top - 7, cell * ground.columns + 14, cell * ground.rows + 14, 10);
    context.fill();
    if (this.scene.is_blind) {
      this.blindfold();
      return;
    }
    if (!this.floor || this.floor.cell !== cell) this.floor = this.paintFloor(cell);
    context.drawImage(this.floor.picture, this.left, this.top);
    const things = [...this.scene.sprites].sort((a, b) => this.depth(a) - this.depth(b) || a.y - b.y || a.height - b.height);
    for (const thing of things) if (this.depth(thing) < 2) this.sprite(thing);
    if (this.scene.fog.length) this.fog();
    for (const thing of things) if (this.depth(thing) >= 2) this.sprite(thing);
    for (const thing of things) if (thing.bubble) this.bubble(thing);
    if (!this.calm) for (const each of this.recent) this.effect(each, (now - each.at) / 1000);
  }

  depth(thing) {
    return this.gallery.pose(thing.name).layer;
  }

  paintFloor(cell) {
    const { gallery, ground } = this;
    const picture = document.createElement("canvas");
    picture.width = cell * ground.columns;
    picture.height = cell * ground.rows;
    const context = picture.getContext("2d");
    const names = new Map(ground.tiles.map((each) => [`${each.x},${each.y}`, each.name]));
    for (const { name, x, y } of ground.tiles) {
      const near = (dx, dy) => names.get(`${x + dx},${y + dy}`) ?? name;
      const look = { name, front: gallery.isFlat(near(0, 1)) ? "front" : "", odd: (x + y) % 2 ? "odd" : "" };
      const edges = Object.keys(SIDES).filter((side) => gallery.isEdge(name, near(...SIDES[side])));
      context.drawImage(gallery.picture(look, cell, edges), x * cell, y * cell);
    }
    return { cell, picture };
  }

  /** Where a thing is by now, in cells. */
  place(thing) {
    if (this.calm || !this.before) return [thing.x, thing.y];
    const before = this.before.sprites.find((each) => each.key === thing.key);
    if (before && (before.x !== thing.x || before.y !== thing.y)) {
      const share = this.alpha * this.alpha * (3 - 2 * this.alpha);
      const hop = HOP * Math.sin(Math.PI * this.alpha);
      return [before.x + (thing.x - before.x) * share, before.y + (thing.y - before.y) * share - hop];
    }
    const bumped = thing.seat >= 0 && this.scene.happenings.some((each) => each.name === "bump" && each.seat === thing.seat);
    if (!bumped) return [thing.x, thing.y];
    const [across, down] = SIDES[thing.facing] || [0, 0];
    const out = BUMP * Math.sin(Math.PI * Math.min(1, this.alpha * 1.6));
    return [thing.x + across * out, thing.y + down * out];
  }

  sprite(thing) {
    const { context, gallery } = this;
    const pose = gallery.pose(thing.name);
    const look = gallery.look(thing, this.scene, this.people);
    const size = Math.round(this.cell * pose.size);
    const [x, y] = this.place(thing);
    const left = this.left + x * this.cell - (size - this.cell) / 2;
    const foot = this.top + y * this.cell - pose.lift * size - (size - this.cell) * SOLE;
    const top = foot - STEP * thing.height * this.cell;
    context.save();
    if (thing.age) context.globalAlpha = 0.6 - 0.3 * Math.min(1, thing.age / 40);
    if (!thing.age && pose.ring && look.kind === "person") context.drawImage(gallery.picture({ name: pose.ring }, size), left, foot);
    if (!thing.age && pose.shadow) {
      const wide = Math.round(size * (1 + SPREAD * thing.height));
      const shadow = gallery.picture({ ...look, name: pose.shadow, state: "", inside: [] }, wide);
      context.drawImage(shadow, left - (wide - size) / 4, foot - (wide - size) * 0.8);
    }
    const hand = pose.hands[thing.facing] || pose.hands.south;
    const carry = () => {
      if (!hand || !thing.carried.length || thing.age) return;
      const wide = Math.round(size * pose.hands.south[2]);
      const held = gallery.picture({ name: thing.carried[0], inside: thing.carried.slice(1) }, wide);
      context.drawImage(held, left + hand[0] * size, top + hand[1] * size);
    };
    if (thing.facing === "north") carry();
    context.drawImage(gallery.picture(look, size), left, top);
    if (thing.facing !== "north") carry();
    if (thing.mark) this.mark(thing.mark, left + pose.mark[0] * size, top + pose.mark[1] * size, pose.mark[2] * size);
    if (!thing.age && thing.progress >= 0 && thing.progress < 1) {
      const [px, py, radius] = pose.progress;
      this.pie(left + px * size, top + py * size, radius * size, thing.progress);
    }
    context.restore();
  }

  disc(x, y, radius, colour) {
    this.context.fillStyle = colour;
    this.context.beginPath();
    this.context.arc(x, y, Math.max(0, radius), 0, 2 * Math.PI);
    this.context.fill();
  }

  pie(x, y, radius, share) {
    this.disc(x, y, radius + 2, INK);
    this.context.fillStyle = YELLOW;
    this.context.beginPath();
    this.context.moveTo(x, y);
    this.context.arc(x, y, radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
    this.context.fill();
  }

  mark(text, x, y, radius) {
    this.disc(x, y, radius + Math.max(1, radius / 6), INK);
    this.disc(x, y, radius, PAPER);
    this.write(text, x, y, Math.max(10, radius * 1.7), INK);
  }

  write(text, x, y, size, colour, outline = "") {
    const { context } = this;
    context.font = `700 ${size}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (outline) {
      context.lineWidth = size / 6;
      context.strokeStyle = outline;
      context.lineJoin = "round";
      context.strokeText(text, x, y);
    }
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  bubble(thing) {
    const { context } = this;
    const [x, y] = this.place(thing);
    const pose = this.gallery.pose(thing.name);
    const up = this.cell * (pose.lift + (pose.size - 1) * SOLE + STEP * thing.height);
    const size = Math.max(14, Math.min(24, this.cell * 0.42));
    context.font = `700 ${size}px system-ui, sans-serif`;
    const wide = context.measureText(thing.bubble).width + size;
    const middle = this.left + (x + 0.5) * this.cell;
    const high = size * 1.5;
    const left = Math.max(this.left, Math.min(middle - wide / 2, this.left + this.cell * this.ground.columns - wide));
    const top = Math.max(this.top, this.top + y * this.cell - up - high - 7);
    context.fillStyle = INK;
    context.beginPath();
    context.roundRect(left - 2, top - 2, wide + 4, high + 4, 10);
    context.fill();
    context.fillStyle = PAPER;
    context.beginPath();
    context.roundRect(left, top, wide, high, 8);
    context.moveTo(middle - 6, top + high - 1);
    context.lineTo(middle + 6, top + high - 1);
    context.lineTo(middle, top + high + 7);
    context.fill();
    this.write(thing.bubble, left + wide / 2, top + high / 2, size, INK);
  }

  fog() {
    const { context, cell, scene } = this;
    const small = document.createElement("canvas");
    const soft = 4;
    small.width = scene.fog[0].length * soft;
    small.height = scene.fog.length * soft;
    const paint = small.getContext("2d");
    scene.fog.forEach((row, y) =>
      [...row].forEach((mark, x) => {
        if (!DARK[mark]) return;
        paint.fillStyle = NIGHT;
        paint.globalAlpha = DARK[mark];
        paint.fillRect(x * soft, y * soft, soft, soft);
      })
    );
    context.imageSmoothingEnabled = true;
    context.drawImage(small, this.left, this.top, cell * scene.fog[0].length, cell * scene.fog.length);
  }

  blindfold() {
    const { context, ground, cell } = this;
    const x = this.left + (cell * ground.columns) / 2;
    const y = this.top + (cell * ground.rows) / 2;
    context.fillStyle = PAPER;
    context.beginPath();
    context.roundRect(x - 133, y - 80, 266, 60, 16);
    context.fill();
    context.fillStyle = NIGHT;
    context.beginPath();
    context.roundRect(x - 130, y - 77, 260, 54, 13);
    context.fill();
    context.strokeStyle = PAPER;
    context.lineWidth = 5;
    for (const side of [-65, 65]) {
      context.beginPath();
      context.arc(x + side, y - 64, 24, 0.15 * Math.PI, 0.85 * Math.PI);
      context.stroke();
    }
    this.write(this.scene.phase, x, y + 24, 28, PAPER);
  }

  effect(happening, age) {
    const told = this.effects[happening.name];
    const burst = told ? told[2] : happening.value > 0 ? "confetti" : "";
    const x = this.left + (happening.x + 0.5) * this.cell;
    const y = this.top + (happening.y + 0.5) * this.cell;
    if (burst) this[burst]?.(x, y, age, dice(`${happening.name} ${happening.x} ${happening.y}`));
    if (happening.value) {
      const size = Math.max(22, this.cell * (age < 0.15 ? 0.5 : 0.44));
      const text = `${happening.value > 0 ? "+" : ""}${happening.value}`;
      this.write(text, x, Math.max(size, y - this.cell * (0.3 + age)), size, age < 0.5 ? YELLOW : PAPER, INK);
    }
  }

  confetti(x, y, age, random) {
    for (let number = 0; number < 26; number++) {
      const angle = random() * 2 * Math.PI;
      const speed = 0.6 + random() * 1.6;
      const colour = CONFETTI[Math.floor(random() * CONFETTI.length)];
      const size = this.cell * 0.07 * (1 - age / LASTS);
      if (size < 1) continue;
      const px = x + Math.cos(angle) * speed * age * this.cell;
      const py = y + (Math.sin(angle) * speed * age - 0.8 * age + 1.6 * age * age) * this.cell;
      this.disc(px, py, size + 1, INK);
      this.disc(px, py, size, colour);
    }
  }

  dust(x, y, age, random) {
    const share = age / 0.6;
    for (let number = 0; number < 9 && share < 1; number++) {
      const angle = random() * 2 * Math.PI;
      const out = this.cell * (0.25 + random() * 0.3) * (1 - (1 - share) ** 2);
      const radius = this.cell * (0.07 + random() * 0.06) * (1 - share);
      const [px, py] = [x + Math.cos(angle) * out, y + this.cell * 0.25 + Math.sin(angle) * out * 0.6];
      this.disc(px, py, radius + 1, INK);
      this.disc(px, py, radius, "#a0a6ba");
    }
  }

  spark(x, y, age, random) {
    const share = age / 0.5;
    if (share >= 1) return;
    const turn = random() * 2 * Math.PI;
    const near = this.cell * (0.2 + 0.4 * share);
    const far = near + this.cell * 0.22 * (1 - share);
    for (const [colour, width] of [[INK, 10], [YELLOW, 18]]) {
      this.context.strokeStyle = colour;
      this.context.lineWidth = Math.max(2, this.cell / width);
      for (let number = 0; number < 10; number++) {
        const angle = turn + (2 * Math.PI * number) / 10;
        this.context.beginPath();
        this.context.moveTo(x + Math.cos(angle) * near, y + Math.sin(angle) * near);
        this.context.lineTo(x + Math.cos(angle) * far, y + Math.sin(angle) * far);
        this.context.stroke();
      }
    }
  }

  ring(x, y, age) {
    const share = age / 0.7;
    if (share >= 1) return;
    const width = Math.max(1, this.cell * 0.09 * (1 - share));
    for (const [colour, more] of [[INK, 3], [YELLOW, 0]]) {
      this.context.strokeStyle = colour;
      this.context.lineWidth = width + more;
      this.context.beginPath();
      this.context.arc(x, y, this.cell * (0.2 + 0.9 * share), 0, 2 * Math.PI);
      this.context.stroke();
    }
  }
}

/** Dice that fall alike for the same words. */
function dice(words) {
  let state = 2166136261;
  for (const letter of words) state = Math.imul(state ^ letter.codePointAt(0), 16777619);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

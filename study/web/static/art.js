// Drawings as data (see docs/art.md) painted on a canvas; no game is known here.

const OKABE_ITO = { ink: "#262430", paper: "#fcf9f2", mist: "#a0a6ba", yellow: "#f0e442" };
const BADGES = ["disc", "square", "triangle", "diamond"];
const TRIMS = ["yellow", "paper", "sky", "ink"];
const PLAIN = { size: 1, lift: 0, layer: 0, shadow: "", ring: "", progress: [0.8, 0.2, 0.16], mark: [0.5, 0.74, 0.15], hands: {} };
const KINDS = ["disc", "oval", "box", "shape", "line", "ring", "arc"];

const rgb = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
const mix = (a, b, share) => a.map((value, at) => Math.round(value + (b[at] - value) * share));
const css = (colour) => `rgb(${colour.join(",")})`;

/** Names of a drawing's variants, the most special first; an earlier word counts for more. */
function* variants(name, words) {
  const said = words.filter(Boolean);
  for (let chosen = 2 ** said.length - 1; chosen >= 0; chosen--) {
    yield [name, ...said.filter((_, place) => (chosen >> (said.length - 1 - place)) & 1)].join("/");
  }
}

export class Gallery {
  constructor(data, colours = "usual") {
    this.data = data;
    this.pictures = new Map();
    this.use(colours);
  }

  use(colours) {
    const set = this.data.seats[colours] || this.data.seats.usual;
    this.seats = set.map((each) => this.colour(each, {}));
    this.pictures.clear();
  }

  colour(paint, slots) {
    if (Array.isArray(paint)) return mix(this.colour(paint[1], slots), this.colour(paint[2], slots), paint[3]);
    if (paint.startsWith("#")) return rgb(paint);
    return paint.startsWith("$") ? slots[paint] : this.colour(this.data.palette[paint], slots);
  }

  seatColour(number) {
    return this.seats[number % this.seats.length];
  }

  badge(number) {
    return BADGES[(number + Math.floor(number / BADGES.length)) % BADGES.length];
  }

  pose(name) {
    return { ...PLAIN, ...(this.data.poses[name] || {}) };
  }

  has(name) {
    return name in this.data.sprites;
  }

  find(drawings, name, words) {
    for (const each of variants(name, words)) if (each in drawings) return drawings[each];
    return null;
  }

  isFlat(tile) {
    return this.data.flat.includes(tile);
  }

  isEdge(tile, other) {
    const [ground, beside] = [tile, other].map((each) => this.data.joined[each] || "");
    return ground !== beside && ground !== "*" && beside !== "*";
  }

  /** The picture of a look, kept for the next frame: a canvas `size` device pixels wide. */
  picture(look, size, edges = null) {
    const key = JSON.stringify([look, size, edges]);
    if (!this.pictures.has(key)) {
      if (this.pictures.size > 3000) this.pictures.clear();
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = Math.max(1, Math.round(size));
      const context = canvas.getContext("2d");
      context.scale(canvas.width, canvas.height);
      if (edges) this.tile(context, look, edges);
      else this.paint(context, this.drawing(look.name, [look.where, look.state, look.facing]), look);
      this.pictures.set(key, canvas);
    }
    return this.pictures.get(key);
  }

  tile(context, look, edges) {
    const tiles = this.data.tiles;
    const found = this.find(tiles, look.name, [look.front, look.odd]) || this.find(tiles, "counter", [look.front]) || [];
    this.paint(context, found, look);
    for (const side of edges) this.paint(context, tiles[`${look.name}/${side}`] || [], look);
  }

  drawing(name, words) {
    return this.find(this.data.sprites, name, words) || this.find(this.data.sprites, "unknown", words) || [];
  }

  paint(context, drawing, look) {
    const body = look.body || rgb(OKABE_ITO.mist);
    const slots = {
      $body: body,
      $light: mix(body, rgb(OKABE_ITO.paper), 0.4),
      $dark: mix(body, rgb(OKABE_ITO.ink), 0.35),
      $trim: look.trim || rgb(OKABE_ITO.paper),
    };
    for (const element of drawing) {
      if (element.draw !== undefined) this.part(context, element, look);
      else if (element.row !== undefined) this.row(context, element, look);
      else this.shape(context, element, css(this.colour(element.fill, slots)));
    }
  }

  part(context, element, look) {
    const facts = { ...look, first: (look.inside || [])[0] || "" };
    const words = (element.by || []).map((fact) => facts[fact] || "");
    const [left, top, size] = element.at || [0, 0, 1];
    context.save();
    context.translate(left + size / 2, top + size / 2);
    context.rotate(((element.turn || 0) * Math.PI) / 2);
    if (element.flip) context.scale(-1, 1);
    context.scale(size, size);
    context.translate(-0.5, -0.5);
    this.paint(context, this.drawing(element.draw, words), look);
    context.restore();
  }

  row(context, element, look) {
    const inside = look.inside || [];
    inside.forEach((name, number) => {
      const x = element.row[0] + (number - (inside.length - 1) / 2) * element.step;
      const at = [x - element.size / 2, element.row[1] - element.size / 2, element.size];
      this.part(context, { draw: name, at }, { name });
    });
  }

  shape(context, element, fill) {
    const kind = KINDS.find((each) => each in element);
    const numbers = element[kind];
    context.save();
    context.globalAlpha = element.alpha === undefined ? 1 : element.alpha;
    context.fillStyle = context.strokeStyle = fill;
    context.beginPath();
    if (kind === "disc") {
      context.arc(numbers[0], numbers[1], numbers[2], 0, 2 * Math.PI);
      context.fill();
    } else if (kind === "oval") {
      const [left, top, width, height] = numbers;
      context.ellipse(left + width / 2, top + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
      context.fill();
    } else if (kind === "box") {
      context.roundRect(...numbers, element.radius || 0);
      context.fill();
    } else if (kind === "shape") {
      numbers.forEach((point) => context.lineTo(...point));
      context.fill();
    } else if (kind === "line") {
      context.lineWidth = element.width || 0.03;
      context.lineJoin = "round";
      numbers.forEach((point) => context.lineTo(...point));
      context.stroke();
    } else {
      const [left, top, width, height] = numbers;
      const stroke = element.width || 0.03;
      const [from, to] = (element.turn || [0, 360]).map((degrees) => ((degrees - 90) * Math.PI) / 180);
      context.lineWidth = stroke;
      context.ellipse(left + width / 2, top + height / 2, (width - stroke) / 2, (height - stroke) / 2, 0, from, to);
      context.stroke();
    }
    context.restore();
  }

  /** The facts that a sprite's picture depends on. */
  look(thing, scene, people) {
    const pose = this.pose(thing.name);
    const number = scene.scores.length > 1 ? thing.team : Math.max(thing.seat, 0);
    return {
      name: thing.name,
      facing: thing.facing,
      state: thing.state,
      where: pose.layer ? "" : "lying",
      kind: thing.seat >= 0 ? (people.includes(thing.seat) ? "person" : "partner") : "",
      badge: this.badge(number),
      inside: Object.keys(pose.hands).length ? [] : thing.carried,
      body: this.seatColour(number),
      trim: this.colour(TRIMS[Math.max(thing.seat, 0) % TRIMS.length], {}),
    };
  }
}

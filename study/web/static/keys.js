// Which key is which slot, by where it lies (KeyboardEvent.code), and what a player has changed about that.

const USUAL = {
  north: ["KeyW", "ArrowUp"],
  south: ["KeyS", "ArrowDown"],
  east: ["KeyD", "ArrowRight"],
  west: ["KeyA", "ArrowLeft"],
  use: ["Space", "KeyE"],
  second: ["KeyQ"],
  third: ["KeyF"],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`say ${n}`, [`Digit${n}`]])),
};
const PLACE = "crossplay keys";

export class Keys {
  constructor() {
    let own = {};
    try {
      own = JSON.parse(localStorage.getItem(PLACE) || "{}");
    } catch {
      localStorage.removeItem(PLACE);
    }
    this.codes = { ...USUAL, ...own };
  }

  slot(code) {
    return Object.keys(this.codes).find((slot) => this.codes[slot].includes(code)) || "";
  }

  /** Give a slot one key, which no other slot has any more. */
  bind(slot, code) {
    for (const other of Object.keys(this.codes)) this.codes[other] = this.codes[other].filter((each) => each !== code);
    this.codes[slot] = [code];
    localStorage.setItem(PLACE, JSON.stringify(this.codes));
  }

  reset() {
    localStorage.removeItem(PLACE);
    this.codes = { ...USUAL };
  }

  /** What is printed on the keys of a slot. */
  caps(slot) {
    return (this.codes[slot] || []).map(cap);
  }
}

export function cap(code) {
  const arrows = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
  return arrows[code] || code.replace(/^(Key|Digit)/, "");
}

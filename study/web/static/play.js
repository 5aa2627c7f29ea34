// The play page: keys and touches go out, pictures come in. No game is known here.

import { Gallery } from "./art.js";
import { Board } from "./board.js";
import { Sound } from "./sound.js";
import { Net } from "./net.js";
import { Keys, cap } from "./keys.js";

const page = document.getElementById("play");
const part = (name) => document.getElementById(name);
const words = JSON.parse(page.dataset.words);
const fetched = (path) => fetch(path).then((answer) => answer.json());
const [art, recipes] = await Promise.all([fetched(page.dataset.art), fetched(page.dataset.sounds)]);
const stored = (name, otherwise) => localStorage.getItem(`crossplay ${name}`) ?? otherwise;
const gallery = new Gallery(art, stored("colours", "usual"));
const board = new Board(part("board"), gallery);
const sound = new Sound(recipes);
const keys = new Keys();
board.calm = stored("calm", String(matchMedia("(prefers-reduced-motion: reduce)").matches)) === "true";
sound.isOn = stored("sound", "on") === "on";
let welcome = null;
let stage = "";
let counted = 0;
let rebinding = null;
const down = new Map();

const zip = (names, values) => Object.fromEntries(names.map((name, at) => [name, values[at]]));

const net = new Net(page.dataset.socket, page.dataset.token, {
  state(state) {
    part("state").textContent = words[state];
    part("state").dataset.state = state;
    if (state !== "connected") overlay(words[state], "");
  },
  welcome(message) {
    welcome = message;
    board.people = message.people;
    board.effects = message.effects;
    showKeys();
    showWho();
  },
  ground(message) {
    board.setGround({ ...message, tiles: message.tiles.map((each) => zip(welcome.tile, each)) });
  },
  tick(message) {
    const scene = message.scene;
    scene.sprites = scene.sprites.map((each) => zip(welcome.sprite, each));
    scene.happenings = scene.happenings.map((each) => zip(welcome.happening, each));
    const isNew = !board.scene || scene.tick !== board.scene.tick;
    if (isNew) board.show(scene, performance.now());
    if (isNew && board.scene) for (const each of scene.happenings) sounds(each);
    net.painted = scene.tick;
    showBar(scene);
    showStage(message);
  },
  over(message) {
    stage = "over";
    part("dpad").hidden = true;
    overlay(message.words, `${words.score}: ${message.scores.length > 1 ? message.scores.map(Math.round).join(" : ") : Math.round(message.score)}`);
    sound.play("over");
    const next = part("next");
    next.hidden = false;
    next.focus();
    document.body.dataset.over = message.why;
    if (page.dataset.follow) setTimeout(() => location.assign(page.dataset.next), 2500);
  },
  bye(message) {
    overlay(message.why === "restart" ? words.reconnecting : words.ended, message.words);
    if (message.why === "elsewhere") part("next").hidden = true;
  },
});

function sounds(happening) {
  const effect = welcome.effects[happening.name];
  if (effect && effect[1]) sound.play(effect[1]);
  else if (happening.value > 0) sound.play("delivery");
  if (effect && effect[0]) caption(effect[0]);
}

function caption(text) {
  const line = part("captions");
  const said = line.textContent ? line.textContent.split("   ·   ") : [];
  line.textContent = [...said.filter((each) => each !== text), text].slice(-3).join("   ·   ");
}

function overlay(title, text) {
  part("overlay").hidden = !title;
  part("title").textContent = title;
  part("text").textContent = text;
}

function showStage(message) {
  const left = Math.ceil(message.left);
  if (message.stage === "countdown") {
    overlay(String(Math.max(1, left)), stage === "frozen" ? words.back : words.ready);
    if (left !== counted) sound.play("count");
  } else if (message.stage === "waiting") {
    overlay(words.waiting, words.waitleft.replace("{seconds}", Math.max(0, left)));
  } else if (message.stage === "frozen") {
    overlay(words.frozen, words.frozenleft.replace("{seconds}", Math.max(0, left)));
  } else if (message.stage === "playing") {
    if (stage !== "playing") sound.play("go");
    overlay("", "");
  }
  counted = left;
  stage = message.stage === "countdown" && stage === "frozen" ? "frozen" : message.stage;
  const stood = message.stood_in || [];
  part("standin").textContent = stood.length ? words.standin.replace("{seats}", stood.map((seat) => seat + 1).join(", ")) : "";
}

function showBar(scene) {
  const left = Math.max(0, scene.horizon - scene.tick) / welcome.rate;
  const seconds = Math.ceil(left);
  part("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  part("ring").style.setProperty("--share", String(1 - scene.tick / Math.max(1, scene.horizon)));
  const points = part("score");
  if (scene.scores.length > 1) {
    chips(points, scene.scores);
  } else if (points.textContent !== String(scene.score)) {
    points.textContent = String(scene.score);
  }
  part("phase").textContent = scene.phase ? `${scene.phase}${scene.phase_left >= 0 ? ` ${Math.ceil(scene.phase_left / welcome.rate)}` : ""}` : "";
  part("seen").hidden = !scene.is_seen;
  const told = JSON.stringify(scene.board);
  if (part("orders").dataset.told !== told) {
    part("orders").dataset.told = told;
    part("orders").replaceChildren(...scene.board.map(line));
  }
}

function chips(points, scores) {
  const told = scores.join(" ");
  if (points.dataset.told === told) return;
  points.dataset.told = told;
  points.replaceChildren(
    ...scores.flatMap((score, team) => {
      const look = { name: "chip", badge: gallery.badge(team), body: gallery.seatColour(team) };
      const text = document.createElement("span");
      text.textContent = String(score);
      return [small(look, 28), text];
    })
  );
}

function small(look, size) {
  const dense = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * dense;
  canvas.style.width = canvas.style.height = `${size}px`;
  canvas.getContext("2d").drawImage(gallery.picture(look, size * dense), 0, 0);
  return canvas;
}

function line([kind, ...rest]) {
  const box = document.createElement("span");
  box.className = kind;
  if (kind === "order") {
    const value = rest.at(-1);
    const things = /^\d+$/.test(value) ? rest.slice(0, -1) : rest;
    box.append(...things.map((name) => small({ name }, 26)));
    if (things.length < rest.length) box.append(value);
    box.title = rest.join(" ");
  } else if (kind === "count") {
    if (gallery.has(rest[0])) box.append(small({ name: rest[0] }, 26));
    else box.append(`${rest[0]} `);
    box.append(rest.at(-1));
    box.title = rest.join(" ");
  } else {
    box.append(rest.join(" "));
  }
  return box;
}

function showWho() {
  const seat = welcome.seat;
  part("who").replaceChildren(
    ...welcome.names.map((name, number) => {
      const item = document.createElement("span");
      const look = { name: "chip", badge: gallery.badge(number), body: gallery.seatColour(number) };
      item.append(small(look, 20), number === seat ? ` ${words.you}` : ` ${name === "person" ? words.person : name}`);
      if (number === seat) item.className = "you";
      return item;
    })
  );
}

function showKeys() {
  const list = part("keys");
  list.replaceChildren(
    ...Object.entries(welcome.able)
      .filter(([slot]) => slot !== "wheel")
      .map(([slot, what]) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "cap";
        button.dataset.slot = slot;
        button.textContent = keys.caps(slot).join(" / ") || "–";
        button.title = words.rebind;
        button.addEventListener("click", () => {
          rebinding = slot;
          button.textContent = "…";
        });
        item.append(button, ` ${what}`);
        return item;
      })
  );
  const says = Object.keys(welcome.able).filter((slot) => slot.startsWith("say "));
  part("says").replaceChildren(
    ...says.map((slot) => touchButton(slot, welcome.able[slot]))
  );
  for (const slot of ["north", "south", "east", "west", "use", "second", "third"]) {
    const button = part(`pad-${slot}`);
    button.hidden = !(slot in welcome.able);
    if (["use", "second", "third"].includes(slot)) button.textContent = welcome.able[slot] || "";
  }
}

function touchButton(slot, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.slot = slot;
  button.textContent = text;
  hold(button);
  return button;
}

function hold(button) {
  const slot = button.dataset.slot;
  button.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    sound.wake();
    press(slot, "touch", true);
    button.setPointerCapture(event.pointerId);
  });
  for (const end of ["pointerup", "pointercancel"]) button.addEventListener(end, () => press(slot, "touch", false));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

function press(slot, key, isDown) {
  for (const each of document.querySelectorAll(`[data-slot="${slot}"]`)) each.classList.toggle("down", isDown);
  net.key(slot, key, isDown);
}

addEventListener("keydown", (event) => {
  if (rebinding !== null) {
    event.preventDefault();
    if (event.code !== "Escape") keys.bind(rebinding, event.code);
    rebinding = null;
    showKeys();
    return;
  }
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || part("settings").open) return;
  const slot = keys.slot(event.code);
  if (!slot || stage === "over" || (event.target.closest("button, a, summary") && ["Space"].includes(event.code))) return;
  event.preventDefault();
  sound.wake();
  down.set(event.code, slot);
  press(slot, cap(event.code), true);
});

addEventListener("keyup", (event) => {
  const slot = down.get(event.code);
  if (!slot) return;
  down.delete(event.code);
  press(slot, cap(event.code), false);
});

addEventListener("blur", () => {
  for (const [code, slot] of down) press(slot, cap(code), false);
  down.clear();
});

for (const button of document.querySelectorAll("#dpad [data-slot]")) hold(button);

part("leave").addEventListener("click", () => {
  if (!confirm(words.sure)) return;
  net.leave();
  setTimeout(() => location.assign(page.dataset.next), 300);
});
part("reset").addEventListener("click", () => {
  keys.reset();
  showKeys();
});
for (const [name, set] of [
  ["calm", (value) => (board.calm = value === "true")],
  ["sound", (value) => (sound.isOn = value === "on")],
  ["colours", (value) => gallery.use(value) || (board.floor = null) || (welcome && showWho())],
]) {
  const field = part(`set-${name}`);
  field.value = name === "calm" ? String(board.calm) : stored(name, field.value);
  field.addEventListener("change", () => {
    localStorage.setItem(`crossplay ${name}`, field.value);
    set(field.value);
  });
}

let last = performance.now();
function frame(now) {
  if (now - last > 100) net.slow += 1;
  last = now;
  if (welcome) board.paint(now, 1000 / welcome.rate);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);

// Shows a stored round again.

import { Gallery } from "./art.js";
import { Board } from "./board.js";

const part = (name) => document.getElementById(name);
const [art, told] = await Promise.all(["/art.json", part("board").dataset.url].map((url) => fetch(url).then((a) => a.json())));
const board = new Board(part("board"), new Gallery(art));
board.effects = told.effects;
board.setGround(told.ground);
let at = 0;
let shown = -1;
let runs = true;
let last = performance.now();
part("scrub").max = told.scenes.length - 1;
part("run").addEventListener("click", () => {
  runs = !runs;
  part("run").textContent = runs ? "Pause" : "Play";
});
part("scrub").addEventListener("input", () => {
  at = Number(part("scrub").value);
  shown = -1;
});
function frame(now) {
  const rate = told.rate * Number(part("speed").value);
  if (runs) at = Math.min(told.scenes.length - 1, at + ((now - last) / 1000) * rate);
  last = now;
  const tick = Math.floor(at);
  if (tick !== shown) {
    const scene = told.scenes[tick];
    if (scene.tiles) board.setGround(scene);
    if (tick !== shown + 1) board.scene = null;
    board.show(scene, now);
    shown = tick;
    part("score").textContent = scene.scores.length > 1 ? scene.scores.join(" : ") : String(scene.score);
    part("tick").textContent = `${tick} / ${told.scenes.length - 1}`;
    part("scrub").value = String(tick);
    part("captions").textContent = scene.happenings.map((each) => told.effects[each.name]?.[0]).filter(Boolean).join("   ·   ");
  }
  board.paint(now, 1000 / rate);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);

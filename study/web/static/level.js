// Pictures of levels in a text, and sliders that count as answered only once they were moved.

import { Gallery } from "./art.js";
import { Board } from "./board.js";

const pictures = document.querySelectorAll("canvas.level");
if (pictures.length) {
  const gallery = new Gallery(await (await fetch("/art.json")).json());
  for (const canvas of pictures) {
    const scene = await (await fetch(canvas.dataset.scene)).json();
    canvas.style.width = "100%";
    canvas.style.maxWidth = `${scene.columns * 64}px`;
    canvas.style.aspectRatio = `${scene.columns} / ${scene.rows}`;
    const board = new Board(canvas, gallery);
    board.setGround(scene);
    board.show({ ...scene, happenings: [] }, 0);
    board.paint(1e9, 1);
  }
}

for (const slider of document.querySelectorAll("input[data-field]")) {
  const take = () => {
    document.getElementById(`value-${slider.dataset.field}`).value = slider.value;
    document.getElementById(`out-${slider.dataset.field}`).textContent = slider.value;
  };
  for (const kind of ["input", "change", "pointerup", "keyup"]) slider.addEventListener(kind, take);
}

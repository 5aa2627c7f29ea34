// Starts a round, and in the waiting room asks once a second whether it has begun.

const button = document.getElementById("ready");
const line = document.getElementById("waited");
const place = (button || line).dataset;
const token = document.querySelector("input[name=csrf_token], #csrf").value;

async function ask() {
  const answer = await fetch(place.url, { method: "POST", headers: { "X-CSRFToken": token } });
  const { state, waited } = await answer.json();
  if (button || state !== "waiting") location.assign(place.room);
  if (line) line.textContent = place.words.replace("{waited}", waited);
}

if (button) {
  button.addEventListener("click", () => {
    button.disabled = true;
    ask();
  });
  button.focus();
} else {
  ask();
  setInterval(ask, 1000);
}

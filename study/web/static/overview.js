// Brings the experimenter's overview up to date every other second, unless something on it has the keyboard.

const live = document.getElementById("live");
setInterval(async () => {
  if (live.contains(document.activeElement)) return;
  const answer = await fetch(live.dataset.url);
  if (answer.ok && !answer.redirected) live.innerHTML = (await answer.json()).html;
}, 2000);

// What cannot be undone is asked once more.
live.addEventListener("submit", (event) => {
  const words = event.submitter?.dataset.sure;
  if (words && !confirm(words)) event.preventDefault();
});

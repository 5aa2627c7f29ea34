// The room page asks whether the match has begun, and then shows it.

const line = document.getElementById("free");
setInterval(async () => {
  const answer = await fetch(line.dataset.state);
  const state = await answer.json();
  if (state.begun) location.reload();
  line.textContent = line.dataset.words.replace("{count}", state.free);
}, 1000);

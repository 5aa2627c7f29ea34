// Measures how long an answer takes, ten times, and looks at the device.

const line = document.getElementById("result");
const send = document.getElementById("send");
const times = [];
for (let number = 0; number < 11; number++) {
  const began = performance.now();
  await fetch(line.dataset.ping, { cache: "no-store" });
  if (number) times.push(performance.now() - began);
}
const rtt = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
const limit = Number(line.dataset.limit);
const lacks = line.dataset.keyboard && matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;
const isGood = rtt <= limit && !lacks && "WebSocket" in window;
document.getElementById("rtt").value = lacks ? "-1" : String(Math.round(rtt * 10) / 10);
document.getElementById("last").value = sessionStorage.getItem("checked") && !isGood ? "yes" : "";
sessionStorage.setItem("checked", "yes");
line.textContent = isGood
  ? line.dataset.ok
  : lacks
    ? line.dataset.touch
    : line.dataset.bad.replace("{rtt}", Math.round(rtt)).replace("{limit}", limit);
send.disabled = false;
send.focus();

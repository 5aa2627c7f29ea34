// Measures how long an answer takes, ten times, and looks at the device.

const line = document.getElementById("result");
const send = document.getElementById("send");
const times = [];
for (let number = 0; number < 11; number++) {
  const began = performance.now();
  await fetch(line.dataset.ping, { cache: "no-store" });
  if (number) times.push(performance.now() - began);
}

// How many pictures a second the screen shows: the median of thirty.
function refresh() {
  return new Promise((done) => {
    const gaps = [];
    let last = 0;
    const look = (now) => {
      if (last) gaps.push(now - last);
      last = now;
      if (gaps.length < 30) requestAnimationFrame(look);
      else done(1000 / gaps.sort((a, b) => a - b)[15]);
    };
    requestAnimationFrame(look);
    setTimeout(() => done(0), 2000);
  });
}

const agent = navigator.userAgent;
const family = (names) => names.find(([, pattern]) => pattern.test(agent))?.[0] || "other";
const device = {
  width: screen.width,
  height: screen.height,
  ratio: devicePixelRatio,
  refresh: Math.round(await refresh()),
  touch: navigator.maxTouchPoints,
  motion: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 1,
  browser: family([["Firefox", /Firefox/], ["Edge", /Edg/], ["Chrome", /Chrome|Chromium/], ["Safari", /Safari/]]),
  system: family([["Android", /Android/], ["iOS", /iPhone|iPad/], ["Windows", /Windows/], ["macOS", /Mac/], ["Linux", /Linux/]]),
};
for (const [name, value] of Object.entries(device)) document.getElementById(`device-${name}`).value = String(value);

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

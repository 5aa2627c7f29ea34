// The connection to a match: it comes back by itself, and the server alone says what is true.

const RETRY = [200, 500, 1000, 2000];

export class Net {
  /** `on` has a function for each kind of message, and `state(words)` for the connection itself. */
  constructor(address, token, on) {
    this.address = address;
    this.token = token;
    this.on = on;
    this.count = 0;
    this.tries = 0;
    this.isOver = false;
    this.painted = 0;
    this.slow = 0;
    this.open();
  }

  open() {
    this.on.state(this.tries ? "reconnecting" : "connecting");
    this.socket = new WebSocket(this.address);
    this.socket.onopen = () => this.send({ t: "hello", token: this.token });
    this.socket.onmessage = (event) => this.take(JSON.parse(event.data));
    this.socket.onclose = () => this.closed();
  }

  take(message) {
    if (this.isOver && message.t === "tick") return;
    if (message.t === "welcome") {
      this.token = message.token;
      this.tries = 0;
      this.count = 0;
      this.on.state("connected");
    } else if (message.t === "ping") {
      this.send({ t: "pong", n: message.n, tick: this.painted, focus: document.hasFocus(), slow: this.slow });
      this.slow = 0;
      this.rtt = message.rtt ?? -1;
    } else if (message.t === "over") {
      this.isOver = true;
    } else if (message.t === "bye") {
      this.isOver = !["too slow", "restart"].includes(message.why);
      if (message.why === "unknown" && !this.reloaded()) return;
    }
    this.on[message.t]?.(message);
  }

  /** A token that is void: the page itself has a new one, but only once, not for ever. */
  reloaded() {
    const last = Number(sessionStorage.getItem("reloaded") || 0);
    if (Date.now() - last < 5000) return true;
    sessionStorage.setItem("reloaded", String(Date.now()));
    location.reload();
    return false;
  }

  closed() {
    if (this.isOver) return;
    const wait = RETRY[Math.min(this.tries, RETRY.length - 1)];
    this.tries += 1;
    this.on.state("reconnecting");
    setTimeout(() => this.open(), wait);
  }

  key(slot, key, down) {
    this.count += 1;
    this.send({ t: "key", n: this.count, slot, key: key.slice(0, 64), down, at: performance.now(), tick: this.painted });
  }

  leave() {
    this.send({ t: "leave" });
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

// Sounds from a few numbers (see docs/art.md), made by the browser itself.

export class Sound {
  constructor(recipes) {
    this.recipes = recipes;
    this.context = null;
    this.isOn = true;
  }

  /** Browsers let a page sound only after something was pressed. */
  wake() {
    if (!this.context && window.AudioContext) this.context = new AudioContext();
    if (this.context && this.context.state === "suspended") this.context.resume();
  }

  play(name) {
    if (!this.isOn || !this.context || !this.recipes[name]) return;
    for (const tone of this.recipes[name]) this.tone(tone);
  }

  tone(tone) {
    const { context } = this;
    const begin = context.currentTime + (tone.at || 0);
    const gain = context.createGain();
    const attack = Math.max(0.002, (tone.attack ?? 0.05) * tone.seconds);
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(tone.volume * (1 - (tone.noise || 0)) * 0.5, begin + attack);
    gain.gain.exponentialRampToValueAtTime(0.001, begin + tone.seconds);
    const pitch = context.createOscillator();
    pitch.type = tone.wave;
    pitch.frequency.setValueAtTime(tone.from, begin);
    pitch.frequency.linearRampToValueAtTime(Math.max(1, tone.to), begin + tone.seconds);
    pitch.connect(gain).connect(context.destination);
    pitch.start(begin);
    pitch.stop(begin + tone.seconds);
  }
}

// Tells that the computer has slept, or that its clock was set: a browser's two clocks drift apart then.

const driftMinMs = 5000;
const everyMs = 1000;

/** @param {() => void} woke */
export function watchSleep(woke) {
  const drift = () => Date.now() - performance.now();
  let last = drift();
  setInterval(() => {
    const now = drift();
    if (Math.abs(now - last) > driftMinMs) woke();
    last = now;
  }, everyMs);
}

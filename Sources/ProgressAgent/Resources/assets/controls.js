// Buttons and keys of the player.

const stepSeconds = 10;
const volumeStep = 0.1;
const idleAfterMs = 3000;
const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2];
const volumeKey = "lectern.volume";

function remembered() {
  try {
    return Number(localStorage.getItem(volumeKey) ?? 1);
  } catch {
    return 1;
  }
}

function remember(volume) {
  try {
    localStorage.setItem(volumeKey, String(volume));
  } catch {
    // A browser that keeps nothing begins with full volume the next time.
  }
}

const byId = (id) => document.getElementById(id);

/**
 * @param {HTMLElement} root carries data-muted, data-full and data-idle
 * @param {HTMLVideoElement} video
 * @param {{toggle: () => void, captions: () => void, say: (name: string) => string, maxRate: number}} actions
 */
export function createControls(root, video, { toggle, captions, say, maxRate }) {
  const stage = byId("player-stage");
  const [mute, volume, full, speed] = ["mute", "volume", "full", "speed-menu"].map((id) => byId(`player-${id}`));

  function seek(seconds) {
    video.currentTime = Math.min(Math.max(0, seconds), video.duration || 0);
  }
  const step = (seconds) => seek(video.currentTime + seconds);

  // MARK: Sound

  function louder(by) {
    video.muted = false;
    video.volume = Math.min(1, Math.max(0, video.volume + by));
  }

  function toggleMute() {
    video.muted = !video.muted;
    if (!video.muted && video.volume === 0) video.volume = 0.5;
  }

  function showVolume() {
    const isMuted = video.muted || video.volume === 0;
    root.dataset.muted = String(isMuted);
    mute.setAttribute("aria-label", say(isMuted ? "Unmute" : "Mute"));
    volume.value = String(Math.round(isMuted ? 0 : video.volume * 100));
    volume.setAttribute("aria-valuetext", `${volume.value} %`);
  }

  // MARK: Full screen

  function toggleFull() {
    if (document.fullscreenElement !== null) document.exitFullscreen();
    else if (stage.requestFullscreen) stage.requestFullscreen().catch(() => {});
    else video.webkitEnterFullscreen?.();
  }

  function showFull() {
    const isFull = document.fullscreenElement === stage;
    root.dataset.full = String(isFull);
    full.setAttribute("aria-label", say(isFull ? "Windowed" : "FullScreen"));
  }

  let idle = null;
  function wake() {
    root.dataset.idle = "false";
    clearTimeout(idle);
    idle = setTimeout(() => (root.dataset.idle = "true"), idleAfterMs);
  }

  // MARK: Keys

  const keys = {
    " ": toggle,
    k: toggle,
    j: () => step(-stepSeconds),
    l: () => step(stepSeconds),
    ArrowLeft: () => step(-stepSeconds),
    ArrowRight: () => step(stepSeconds),
    ArrowUp: () => louder(volumeStep),
    ArrowDown: () => louder(-volumeStep),
    Home: () => seek(0),
    End: () => seek(video.duration),
    m: toggleMute,
    f: toggleFull,
    c: captions,
  };

  function actionOf(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
    if (target.closest("select, textarea, input:not([type=range])")) return undefined;
    if (target === volume && key.startsWith("Arrow")) return undefined;
    // A button that has the focus is pressed by the space bar.
    if (key === " " && target.closest("button, a, summary")) return undefined;
    if (/^\d$/.test(key)) return () => seek((video.duration * Number(key)) / 10);
    return keys[key];
  }

  byId("player-play").addEventListener("click", toggle);
  byId("player-big").addEventListener("click", toggle);
  byId("player-big").addEventListener("dblclick", toggleFull);
  byId("player-back").addEventListener("click", () => step(-stepSeconds));
  byId("player-forward").addEventListener("click", () => step(stepSeconds));
  mute.addEventListener("click", toggleMute);
  full.addEventListener("click", toggleFull);
  volume.addEventListener("input", () => {
    video.muted = false;
    video.volume = Number(volume.value) / 100;
  });
  video.addEventListener("volumechange", () => {
    showVolume();
    remember(video.volume);
  });
  document.addEventListener("fullscreenchange", showFull);
  document.addEventListener("keydown", (event) => {
    const action = actionOf(event);
    wake();
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  for (const kind of ["pointermove", "pointerdown"]) stage.addEventListener(kind, wake);

  speed.replaceChildren(
    ...speeds.filter((rate) => rate <= maxRate).map((rate) => new Option(`${rate}×`, String(rate), rate === 1, rate === 1)),
  );
  speed.addEventListener("change", () => (video.playbackRate = Number(speed.value)));
  video.addEventListener("ratechange", () => (speed.value = String(video.playbackRate)));

  const last = remembered();
  video.volume = Number.isFinite(last) ? Math.min(1, Math.max(0, last)) : 1;
  showVolume();
  wake();
}

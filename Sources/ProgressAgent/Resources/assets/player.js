// The player of a lesson: shows it, writes down what was played (recorder.js), and has it kept at the school (outbox.js).
//
// Every sentence comes from the page's data attributes, in the reader's language. For tests, the element `#player` and
// the body carry data-state, data-played-ms, data-kept-ms, data-waiting and data-captions.

import { createCaptions } from "./captions.js";
import { createFinder } from "./finder.js";
import { createOutbox } from "./outbox.js";
import { createRecorder, playerNow } from "./recorder.js";

const root = document.getElementById("player");
const video = document.getElementById("video");
const message = document.getElementById("player-message");
const keptLine = document.getElementById("player-kept");
const playButton = document.getElementById("player-play");

const lookEveryMs = 250;
const sendAgainMs = 3000;
const openAgainMs = 3000;
/** An answer slower than this would put the player's clock ahead of the school's. */
const openQuickMs = 700;
const stepSeconds = 10;
/** The browser's length of a lesson may differ from the catalogue's by this much. */
const endNearMs = 1000;

const captions = createCaptions(
  document.getElementById("player-captions"),
  document.getElementById("player-captions-menu"),
  (language) => setData("captions", language),
);

const finder = createFinder(document.getElementById("player-finder"), video, (seconds) => clock(seconds * 1000));

let box = null;
let hls = null;
let durationMs = Number(root.dataset.durationMs);
let playedMs = 0;
const keptMs = new Map();
let isFatal = false;

function say(name, values = {}) {
  const text = root.dataset[`text${name}`] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function show(name, values) {
  message.dataset.name = name ?? "";
  message.textContent = name === null ? "" : say(name, values);
}

function setData(name, value) {
  root.dataset[name] = value;
  document.body.dataset[name] = value;
}

function setState(state) {
  setData("state", state);
  const isPlaying = state === "playing" || state === "waiting";
  playButton.textContent = say(isPlaying ? "Pause" : "Play");
  playButton.setAttribute("aria-pressed", String(isPlaying));
}

function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function showKept() {
  const kept = [...keptMs.values()].reduce((sum, ms) => sum + ms, 0);
  setData("keptMs", kept);
  setData("playedMs", playedMs);
  setData("waiting", outbox.waiting);
  keptLine.textContent = say(outbox.waiting > 0 ? "Waiting" : "Kept", {
    kept: clock(kept),
    waiting: outbox.waiting,
  });
}

/** Within the lesson: a browser's last frame may lie a little past its end. */
function positionMs() {
  return Math.min(durationMs, Math.max(0, Math.floor(video.currentTime * 1000)));
}

// MARK: What is played is kept

const outbox = createOutbox(root.dataset.person, playerNow, ({ kind, box: about, answer }) => {
  if (kind === "answered") answered(about, answer);
  if (about === box && kind === "unreachable") show("Unreachable");
  if (about === box && kind === "signedOut") show("SignedOut");
  if (about === box && kind === "lost") reopen();
  showKept();
});

function answered(about, answer) {
  if (about.isEarlier) return;
  keptMs.set(about.session, answer.keptMs);
  if (about !== box) return;
  const reason = answer.refused?.at(-1)?.reason;
  if (answer.isEnded) {
    video.pause();
    show("Elsewhere");
  } else if (reason === "CLOCK") {
    reopen();
  } else if (reason !== undefined) {
    show("Refused", { reason });
  } else if (["Unreachable", "SignedOut", "Refused"].includes(message.dataset.name)) {
    show(null);
  }
}

const recorder = createRecorder((claim) => {
  if (box === null) return;
  box.positionMs = claim.cause === "end" ? durationMs : positionMs();
  if (!outbox.add(box, claim)) {
    video.pause();
    show("Full");
    return;
  }
  playedMs += claim.mediaMs[1] - claim.mediaMs[0];
  showKept();
  outbox.send();
});

function recordPlay() {
  video.addEventListener("playing", () => {
    if (!video.seeking) recorder.playing(positionMs());
    setState("playing");
  });
  video.addEventListener("timeupdate", () => {
    if (!video.seeking && recorder.isPlaying && !video.ended) recorder.moved(positionMs());
  });
  video.addEventListener("pause", () => {
    if (video.ended || video.seeking) return;
    recorder.stopped(positionMs(), "pause", () => outbox.send());
    setState("paused");
  });
  video.addEventListener("waiting", () => {
    if (!video.seeking) recorder.stopped(positionMs(), "wait", () => outbox.send());
    setState("waiting");
  });
  video.addEventListener("ended", () => {
    const isWhole = Math.abs(durationMs - positionMs()) <= endNearMs;
    recorder.stopped(isWhole ? durationMs : positionMs(), "end", () => outbox.send());
    setState("ended");
    show("Ended");
  });
  video.addEventListener("seeking", () => recorder.seeking());
  video.addEventListener("seeked", () => {
    recorder.seeked(positionMs());
    if (video.paused && !video.ended) setState("paused");
  });
  video.addEventListener("ratechange", () => {
    recorder.rateChanged(positionMs(), video.playbackRate);
    show(video.playbackRate > 1 ? "TooFast" : null);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  window.addEventListener("pagehide", leave);
  setInterval(look, lookEveryMs);
  setInterval(() => outbox.send(), sendAgainMs);
}

/** Looks often: what is played is written down even where a browser sends few events. */
function look() {
  if (video.seeking || video.paused || video.ended) return;
  if (recorder.isPlaying) recorder.moved(positionMs());
  else if (video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA && root.dataset.state === "playing") {
    recorder.playing(positionMs());
  }
}

function leave() {
  if (recorder.isPlaying && !video.seeking) recorder.mark(positionMs(), "hide");
  if (box !== null) outbox.sendLast(box);
}

// MARK: A viewing session, and its media

async function openSession() {
  for (let attempt = 0; ; attempt++) {
    const playerMs = playerNow();
    const response = await fetch("/v1/viewing-sessions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ lesson: root.dataset.lesson, playerMs }),
    });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw Object.assign(new Error(problem.detail), { status: response.status, type: problem.type });
    }
    const session = await response.json();
    if (playerNow() - playerMs <= openQuickMs || attempt >= 2) return session;
  }
}

async function start(resumeMs) {
  setState("loading");
  for (;;) {
    try {
      const session = await openSession();
      box = outbox.open(session.session);
      durationMs = session.durationMs;
      if (session.poster !== undefined) video.poster = session.poster;
      keptMs.set(session.session, 0);
      await load(session.playlist, resumeMs ?? session.resumeMs);
      showKept();
      finder.attach(session.playlist, durationMs / 1000);
      return;
    } catch (error) {
      if (error.status === 401) {
        show("SignedOut");
        setState("error");
        return;
      }
      show(error.status === 404 ? "NotHere" : "Unreachable");
      setState("error");
      if (error.status === 404) return;
      await new Promise((resolve) => setTimeout(resolve, openAgainMs));
    }
  }
}

/** The server no longer takes this viewing session: another one goes on from here. */
function reopen() {
  const at = positionMs();
  const wasPlaying = !video.paused;
  box = null;
  start(at).then(() => {
    if (wasPlaying) video.play().catch(() => {});
  });
}

async function load(playlist, resumeMs) {
  setData("resumeMs", resumeMs);
  hls?.destroy();
  const Hls = await import("/assets/hls.js").then((module) => module.default, () => null);
  if (Hls?.isSupported()) {
    hls = new Hls(hlsSettings(resumeMs));
    hls.on(Hls.Events.ERROR, (_, data) => recover(Hls, data));
    hls.on(Hls.Events.FRAG_BUFFERED, () => {
      if (isFatal) show(null);
      isFatal = false;
    });
    captions.attach(Hls, hls);
    hls.loadSource(playlist);
    hls.attachMedia(video);
  } else if (video.canPlayType("application/vnd.apple.mpegurl") !== "") {
    video.src = playlist;
    video.addEventListener("loadedmetadata", () => (video.currentTime = resumeMs / 1000), { once: true });
  } else {
    show("NoPlayer");
    setState("error");
    return;
  }
  video.addEventListener(
    "canplay",
    () => {
      if (video.paused) setState("ready");
      recorder.seeked(positionMs());
      show(resumeMs > 0 ? "Resumed" : null, { position: clock(resumeMs) });
    },
    { once: true },
  );
}

/** The school's edge holds a request for a segment that is still on its way: be patient, and never give up. */
function hlsSettings(resumeMs) {
  const patient = { maxNumRetry: 1000, retryDelayMs: 1000, maxRetryDelayMs: 5000 };
  const policy = {
    default: { maxTimeToFirstByteMs: 90000, maxLoadTimeMs: 180000, timeoutRetry: patient, errorRetry: patient },
  };
  return {
    startPosition: resumeMs > 0 ? resumeMs / 1000 : -1,
    maxBufferLength: 30,
    backBufferLength: 60,
    fragLoadPolicy: policy,
    manifestLoadPolicy: policy,
    playlistLoadPolicy: policy,
  };
}

function recover(Hls, data) {
  if (!data.fatal) return;
  isFatal = true;
  const status = data.response?.code;
  if (status === 401 || status === 403 || status === 404) {
    show("Expired");
    reopen();
  } else if (data.type === Hls.ErrorTypes.NETWORK_ERROR) {
    show("Unreachable");
    setTimeout(() => hls.startLoad(), openAgainMs);
  } else if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
    hls.recoverMediaError();
  } else {
    show("NoPlayer");
    setState("error");
  }
}

// MARK: Keys and buttons

function toggle() {
  if (video.paused) {
    if (root.dataset.state === "ended") video.currentTime = 0;
    video.play().catch(() => show("PressPlay"));
  } else {
    video.pause();
  }
}

function step(seconds) {
  video.currentTime = Math.min(Math.max(0, video.currentTime + seconds), video.duration || 0);
}

function listen() {
  playButton.addEventListener("click", toggle);
  document.getElementById("player-back").addEventListener("click", () => step(-stepSeconds));
  document.getElementById("player-forward").addEventListener("click", () => step(stepSeconds));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, button, a, video")) return;
    const action = {
      " ": toggle,
      ArrowLeft: () => step(-stepSeconds),
      ArrowRight: () => step(stepSeconds),
      c: captions.toggle,
    }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

recordPlay();
listen();
showKept();
// What earlier pages left comes first: it says where this one goes on.
outbox.send().then(() => start());

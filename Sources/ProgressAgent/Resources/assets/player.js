// The player of a lesson: shows it (stream.js, controls.js, place.js), writes down what was played (playback.js,
// recorder.js), has it kept at the school (outbox.js), and says which of a trainee's pages counts (seats.js).
//
// Every sentence comes from the page's data attributes, in the reader's language. For tests, the element `#player` carries
// data-state, data-session, data-played-ms, data-kept-ms, data-waiting-ms, data-covered-ms, data-resume-ms and data-captions.

import { createCaptions } from "./captions.js";
import { createControls } from "./controls.js";
import { createNotices } from "./notices.js";
import { createOutbox } from "./outbox.js";
import { createPlace } from "./place.js";
import { watchPlayback } from "./playback.js";
import { createQuality } from "./quality.js";
import { createRecorder, playerNow } from "./recorder.js";
import { createSeats } from "./seats.js";
import { openSession, Refusal, reportDamage } from "./session.js";
import { watchSleep } from "./sleep.js";
import { createStream } from "./stream.js";
import { createWords } from "./words.js";

const byId = (id) => document.getElementById(id);
const root = byId("player");
const video = byId("video");
const hereButton = byId("player-here");
const signInLink = byId("player-sign-in");

const lookEveryMs = 250;
const sendEveryMs = 2500;
const openAgainMs = 3000;
const openMuchLaterMs = 20000;
const sessionKey = "lectern.session";

const { person, lesson } = root.dataset;
const maxRate = Number(root.dataset.maxRatePermille) / 1000;
const words = createWords(root, root.dataset.timeZone);
const notices = createNotices(byId("player-message"), words.say);

let durationMs = Number(root.dataset.durationMs);
let box = null;
let playedMs = 0;
let coverage = null;
let isOpening = false;
let isReachable = true;
const keptMs = new Map();

function setState(state) {
  root.dataset.state = state;
  const isPlaying = state === "playing" || state === "waiting";
  byId("player-play").setAttribute("aria-label", words.say(isPlaying ? "Pause" : "Play"));
}

/** Within the lesson: a browser's last frame may lie a little past its end. */
function positionMs() {
  return Math.min(durationMs, Math.max(0, Math.floor(video.currentTime * 1000)));
}

function rememberSession(session) {
  try {
    if (session !== undefined) sessionStorage.setItem(sessionKey, session);
    return sessionStorage.getItem(sessionKey) ?? undefined;
  } catch {
    return undefined;
  }
}

// MARK: What is played is kept

function showKept() {
  root.dataset.keptMs = [...keptMs.values()].reduce((sum, ms) => sum + ms, 0);
  root.dataset.playedMs = playedMs;
  root.dataset.waitingMs = outbox.waitingMs;
  if (coverage === null) return;
  root.dataset.coveredMs = coverage.coveredMs;
  byId("player-kept").textContent = words.kept(coverage, isReachable ? 0 : outbox.waitingMs);
  byId("player-counted").textContent = words.counted(coverage.coveredMs, durationMs);
  place.count(coverage.playedMs, durationMs);
}

const outbox = await createOutbox(person, playerNow, ({ kind, box: about, answer }) => {
  isReachable = kind !== "unreachable" && kind !== "signedOut";
  if (kind === "answered") answered(about, answer);
  if (about === box && kind === "unreachable") notices.set("line", "Unreachable");
  if (about === box && kind === "signedOut") showSignedOut(true);
  if (about === box && kind === "lost") begin({ at: positionMs() });
  showKept();
});

function answered(about, answer) {
  if (about.isEarlier) return;
  keptMs.set(about.session, answer.keptMs);
  if (about !== box) return;
  if (notices.name("line") !== null) {
    notices.set("line", null);
    stream.kick();
  }
  if (notices.name("stop") === "SignedOut") showSignedOut(false);
  coverage = answer.coverage;
  const reason = answer.refused.at(-1)?.reason;
  if (answer.isEnded) elsewhere();
  else if (reason === "CLOCK") begin({ at: positionMs() });
  else if (reason !== undefined) notices.set("note", "Refused", { reason });
}

function showSignedOut(isSignedOut) {
  notices.set("stop", isSignedOut ? "SignedOut" : null);
  signInLink.hidden = !isSignedOut;
}

const recorder = createRecorder((claim) => {
  if (box === null) return;
  box.positionMs = claim.cause === "end" ? durationMs : positionMs();
  if (!outbox.add(box, claim)) {
    video.pause();
    notices.set("stop", "Full");
    return;
  }
  playedMs += claim.mediaMs[1] - claim.mediaMs[0];
  showKept();
  outbox.send();
}, maxRate);

const playback = watchPlayback(video, {
  recorder,
  notices,
  maxRate,
  positionMs,
  durationMs: () => durationMs,
  state: () => root.dataset.state,
  setState,
  claimed: () => outbox.send(),
});

// MARK: Leaving, sleeping, coming back

function leave(isClosing) {
  if (recorder.isPlaying && !video.seeking) recorder.mark(positionMs(), "hide");
  if (box !== null) outbox.sendLast(box, isClosing);
}

function watchPage() {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave(false);
    else outbox.send();
  });
  window.addEventListener("pagehide", () => leave(true));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) begin({ at: positionMs() });
  });
  window.addEventListener("online", () => outbox.send());
  setInterval(playback.look, lookEveryMs);
  setInterval(() => outbox.send(), sendEveryMs);
  // After a sleep the browser's clock is behind the school's: a new viewing session sets it anew.
  watchSleep(() => {
    if (box !== null && root.dataset.state !== "elsewhere") begin({ at: positionMs() });
  });
}

// MARK: A viewing session, and its media

const seats = createSeats(person, elsewhere);

/** Another page or computer has this trainee's newest viewing session: this one no longer counts. */
function elsewhere() {
  if (root.dataset.state === "elsewhere" || isOpening) return;
  video.pause();
  setState("elsewhere");
  stream.stop();
  seats.left();
  notices.set("stop", "Elsewhere");
  notices.set("note", null);
  hereButton.hidden = false;
}

/** Opens a viewing session, however long it takes, and goes on at a position (none: where the trainee was). */
async function begin({ at, plays = !video.paused }) {
  if (isOpening) return;
  isOpening = true;
  let opened = null;
  while (opened === null) {
    try {
      opened = await openSession(lesson, box?.session ?? rememberSession());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const againMs = refused(error);
      if (againMs === null) break;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
  isOpening = false;
  if (opened === null) return;
  await enter(opened, at);
  if (plays) video.play().catch(() => {});
}

/** @returns when to try again; null: never. */
function refused({ status, problem }) {
  if (box === null) setState("error");
  if (status === 401 || (status === 403 && problem !== "access-ended")) {
    showSignedOut(true);
  } else if (status === 403) {
    video.pause();
    notices.set("stop", "AccessEnded");
    return null;
  } else if (status === 404) {
    notices.set("line", "NotHere");
  } else if (status === 429) {
    notices.set("line", "TooMany");
    return openMuchLaterMs;
  } else {
    notices.set("line", "Unreachable");
  }
  return openAgainMs;
}

async function enter(opened, at) {
  if (recorder.isPlaying && !video.seeking) recorder.mark(positionMs(), "hide");
  recorder.seeking();
  box = outbox.open(opened.session);
  rememberSession(opened.session);
  root.dataset.session = opened.session;
  durationMs = opened.durationMs;
  coverage = opened.coverage;
  keptMs.set(opened.session, 0);
  for (const kind of ["stop", "line", "media"]) notices.set(kind, null);
  notices.set("note", opened.takesOver ? "TakesOver" : "Loading");
  [hereButton.hidden, signInLink.hidden] = [true, true];
  seats.taken(opened);
  if (opened.poster !== undefined) video.poster = opened.poster;
  const from = at ?? opened.resumeMs;
  root.dataset.resumeMs = from;
  setState("loading");
  video.addEventListener("canplay", () => ready(at === undefined ? from : 0), { once: true });
  await stream.load(opened.playlist, from, (Hls, player) => {
    captions.attach(Hls, player);
    quality.attach(Hls, player);
  });
  showKept();
  place.attach(opened.playlist, durationMs / 1000);
}

function ready(resumedMs) {
  if (video.paused) setState("ready");
  recorder.seeked(positionMs());
  if (notices.name("note") !== "Loading") return;
  notices.set("note", resumedMs > 0 ? "Resumed" : null, { position: words.clock(resumedMs) });
}

const stream = createStream(video, (kind, plays) => {
  if (kind === "going") {
    if (video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA) notices.set("media", null);
  } else if (kind === "fetching") {
    notices.set("media", "Fetching");
  } else if (kind === "unreachable") {
    notices.set("line", "Unreachable");
  } else if (kind === "expired") {
    notices.set("media", "Expired");
    begin({ at: positionMs() });
  } else if (kind === "damaged") {
    notices.set("media", "Damaged");
    const at = positionMs();
    reportDamage(box.session).then(() => begin({ at, plays }));
  } else {
    notices.set("stop", "NoPlayer");
    setState("error");
  }
});

// MARK: What one can do

function goOnHere() {
  begin({ at: positionMs(), plays: true });
}

function toggle() {
  if (root.dataset.state === "elsewhere") {
    goOnHere();
  } else if (video.paused) {
    if (root.dataset.state === "ended") video.currentTime = 0;
    video.play().catch(() => {});
  } else {
    video.pause();
  }
}

const captions = createCaptions(byId("player-captions"), byId("player-captions-menu"), (language) => {
  root.dataset.captions = language;
});
const quality = createQuality(byId("player-quality"), byId("player-quality-menu"), words.say("QualityAuto"));
const place = createPlace(byId("player-finder"), video, (seconds) => words.clock(seconds * 1000));

createControls(root, video, { toggle, captions: () => captions.toggle(), say: words.say, maxRate });
hereButton.addEventListener("click", goOnHere);
watchPage();
// What earlier pages left comes first: it says where this one goes on.
await outbox.send();
begin({ plays: location.hash === "#play" });
history.replaceState(null, "", location.pathname);

// Turns what a media element plays into claims ("beats"): which media time was played, and the time on the player's
// clock that this took. Whole milliseconds, half-open, beats of an unbroken stretch contiguous in both.
//
// A claim never asks for more media than its wall time pays for by the rule: where the media clock runs slightly ahead of the
// page's clock, the rest is carried into the next beat, and at a pause or the end the recorder waits the few milliseconds
// until it is paid. So nothing that was honestly watched within the rule is clipped or refused.

/** The media clock may run ahead by this much before it counts as a jump, which leaves a hole. */
const leadMaxMs = 1500;
/** Play that begins within this of where it stopped goes on from there. */
const nearMs = 600;
/** How long one beat grows. */
const beatMs = 10000;

/** Milliseconds on the player's clock: never set, never runs backwards within a page. */
export function playerNow() {
  return Math.round(performance.timeOrigin + performance.now());
}

/**
 * @param {(claim: {mediaMs: number[], playerMs: number[], cause: string}) => void} emit
 * @param {number} maxRate media time that wall time pays for
 * @param {() => number} now
 */
export function createRecorder(emit, maxRate = 1, now = playerNow) {
  /** Begin of what is not claimed yet; null while nothing plays. */
  let from = null;
  /** The last look at the media element. */
  let seen = null;
  /** Where play would go on without a hole. */
  let rest = null;
  let rate = 1;
  /** Waits until the wall time has paid for the last of a stretch; null: nothing to wait for. */
  let settling = null;

  /** A media clock may waver a little; a jump without a seek leaves a hole. */
  function look(mediaMs) {
    if (from === null) return;
    const wall = now();
    const expected = seen.media + (wall - seen.wall) * rate;
    if (mediaMs < seen.media - leadMaxMs || mediaMs > expected + leadMaxMs) {
      claim("seek");
      from = { media: mediaMs, wall };
      seen = { media: mediaMs, wall };
    } else {
      seen = { media: Math.max(mediaMs, seen.media), wall };
    }
  }

  /** Claims up to the last look. */
  function claim(cause) {
    if (from === null) return;
    let end = seen.media;
    const wall = seen.wall - from.wall;
    const paid = Math.floor(wall * maxRate);
    if (rate <= maxRate && end - from.media > paid) end = from.media + paid;
    if (end > from.media && wall > 0) {
      emit({ mediaMs: [from.media, end], playerMs: [from.wall, seen.wall], cause });
      from = { media: end, wall: seen.wall };
    }
    if (rate <= maxRate && seen.media - from.media > leadMaxMs) from.media = seen.media;
  }

  /** Ends the stretch, once the wall time has paid for all of it. */
  function settle(cause, then) {
    if (from === null || settling !== null) return;
    const left = rate <= maxRate ? (seen.media - from.media) / maxRate - (seen.wall - from.wall) : 0;
    if (left <= 0 || left > leadMaxMs) {
      stop(cause);
      return;
    }
    settling = setTimeout(() => {
      settling = null;
      seen = { media: seen.media, wall: now() };
      stop(cause);
      then();
    }, left + 2);
  }

  function unsettle() {
    clearTimeout(settling);
    settling = null;
  }

  function stop(cause) {
    claim(cause);
    if (from !== null) rest = from.media;
    from = null;
  }

  return {
    /** Play begins or goes on. */
    playing(mediaMs) {
      unsettle();
      if (from !== null) return;
      const near = rest !== null && mediaMs >= rest && mediaMs - rest <= nearMs;
      from = { media: near ? rest : mediaMs, wall: now() };
      seen = { media: mediaMs, wall: from.wall };
      rest = null;
    },
    /** Something moved; a beat is claimed when it is long enough. */
    moved(mediaMs) {
      look(mediaMs);
      if (from !== null && seen.wall - from.wall >= beatMs) claim("tick");
    },
    /** Claims what was played until now and goes on: the tab is hidden, the page may go. */
    mark(mediaMs, cause) {
      look(mediaMs);
      claim(cause);
    },
    /** Play stopped: `cause` is pause, wait or end. `then` is called if the last of it is claimed only later. */
    stopped(mediaMs, cause, then) {
      if (from === null) {
        rest = mediaMs;
        return;
      }
      look(mediaMs);
      settle(cause, then);
    },
    /** The position is about to jump: what the element says now is the new one already. */
    seeking() {
      unsettle();
      stop("seek");
      rest = null;
    },
    /** Play would go on from here. */
    seeked(mediaMs) {
      if (from === null) rest = mediaMs;
    },
    rateChanged(mediaMs, newRate) {
      if (newRate === rate) return;
      if (from !== null) {
        look(mediaMs);
        claim("rate");
      }
      rate = newRate;
    },
    get isPlaying() {
      return from !== null;
    },
  };
}

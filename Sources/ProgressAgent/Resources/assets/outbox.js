// Keeps beats until the school's server has answered that they are kept: in memory, and in the browser's store for a later
// page. A beat is sent again until it is answered; the server keeps each number once.

import { openStore } from "./store.js";

/** Of one message. */
const batchMax = 100;
/** Of one viewing session: eight hours that nobody answered. */
const beatsMax = 3000;
const answerMaxMs = 6000;
/** With nothing to deliver, a page asks so often whether it still counts. */
const askEveryMs = 4000;

/**
 * @param {string} person whose beats these are: computers of a lab are shared
 * @param {() => number} now the player's clock
 * @param {(event: {kind: string, box: object, answer?: object}) => void} tell
 *   kinds: answered, unreachable, signedOut, lost
 */
export async function createOutbox(person, now, tell) {
  const store = await openStore(person);
  const boxes = new Map();
  let current = null;

  for (const [session, { beats, positionMs }] of await store.load()) {
    boxes.set(session, { session, beats, positionMs, isEarlier: true });
  }

  function forget(box) {
    box.beats = [];
    store.remove(box.session, Number.MAX_SAFE_INTEGER);
  }

  function post(box, { isLast = false, isClosing = false } = {}) {
    const beats = box.beats.slice(0, batchMax);
    const positionMs = beats.length > 0 ? box.positionMs : undefined;
    return fetch(`/v1/viewing-sessions/${box.session}/heartbeats`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ playerMs: now(), positionMs, beats, isClosing: isClosing || undefined }),
      keepalive: isLast,
      signal: isLast ? undefined : AbortSignal.timeout(answerMaxMs),
    });
  }

  /** @returns whether to go on with the next batch. */
  async function take(box, response) {
    // 403: somebody else has signed in here since; the beats wait for their owner.
    if (response.status === 401 || response.status === 403) {
      tell({ kind: "signedOut", box });
      return false;
    }
    if (response.status === 404) {
      forget(box);
      tell({ kind: "lost", box });
      return false;
    }
    if (!response.ok) {
      tell({ kind: "unreachable", box });
      return false;
    }
    const answer = await response.json();
    const first = box.beats[0]?.beat;
    box.answeredAt = now();
    box.beats = box.beats.filter((beat) => beat.beat >= answer.kept);
    if (first !== undefined && answer.kept < first) {
      forget(box);
      tell({ kind: "lost", box });
      return false;
    }
    if (first !== undefined) store.remove(box.session, answer.kept);
    tell({ kind: "answered", box, answer });
    return box.beats.length > 0 && answer.kept > (first ?? 0);
  }

  async function send(box) {
    const isDue = box.beats.length > 0 || (box === current && now() - box.answeredAt >= askEveryMs);
    if (box.isSending || !isDue) return;
    box.isSending = true;
    try {
      while (await take(box, await post(box)));
    } catch {
      tell({ kind: "unreachable", box });
    } finally {
      box.isSending = false;
    }
  }

  return {
    /** A viewing session whose beats come now. */
    open(session) {
      current = { session, beats: [], next: 0, positionMs: 0, answeredAt: now(), isEarlier: false };
      boxes.set(session, current);
      return current;
    },
    add(box, claim) {
      if (box.beats.length >= beatsMax) return false;
      const beat = { beat: box.next, ...claim };
      box.next += 1;
      box.beats.push(beat);
      store.put(box.session, beat, box.positionMs);
      return true;
    },
    /** Sends everything that is waiting, one message of a session at a time. */
    async send() {
      await Promise.all([...boxes.values()].map(send));
      for (const [session, box] of boxes) {
        if (box !== current && box.beats.length === 0) boxes.delete(session);
      }
    },
    /** The page may be gone before an answer comes; what is not answered stays in the store. */
    sendLast(box, isClosing) {
      if (box.beats.length === 0 && !isClosing) return;
      post(box, { isLast: true, isClosing }).then((response) => take(box, response)).catch(() => {});
    },
    /** Media time that waits to be kept. */
    get waitingMs() {
      const beats = [...boxes.values()].flatMap((box) => box.beats);
      return beats.reduce((sum, { mediaMs: [begin, end] }) => sum + end - begin, 0);
    },
  };
}

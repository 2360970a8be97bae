// Keeps beats until the school's server has answered that they are kept: in memory, and in the browser's storage for a
// later page. A beat is sent again until it is answered; the server keeps each number once.

const prefix = "lectern.beats.";
/** Of one message. */
const batchMax = 100;
/** Of one viewing session: eight hours that nobody answered. */
const beatsMax = 3000;
/** Beats that nobody took for so long are given up. */
const ageMaxMs = 30 * 24 * 3600 * 1000;
const answerMaxMs = 10000;

/** Storage may be full, or forbidden by the browser: then beats live as long as the page. */
function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}

function stored(person) {
  const found = [];
  try {
    for (let index = 0; index < localStorage.length; index++) {
      const key = localStorage.key(index);
      if (!key.startsWith(`${prefix}${person}.`)) continue;
      const value = JSON.parse(localStorage.getItem(key));
      if (Array.isArray(value?.beats)) found.push(value);
    }
  } catch {
    return found;
  }
  return found;
}

/**
 * @param {string} person whose beats these are: computers of a lab are shared
 * @param {() => number} now the player's clock
 * @param {(event: {kind: string, box?: object, answer?: object}) => void} tell
 *   kinds: answered, unreachable, signedOut, lost, refused
 */
export function createOutbox(person, now, tell) {
  const boxes = new Map();

  function keyOf(box) {
    return `${prefix}${person}.${box.session}`;
  }

  function save(box) {
    store(keyOf(box), box.beats.length === 0 ? null : { ...box, isSending: undefined });
  }

  function forget(box) {
    box.beats = [];
    save(box);
  }

  /** What earlier pages left. */
  for (const box of stored(person)) {
    if (Date.now() - box.savedAtMs > ageMaxMs) store(keyOf(box), null);
    else boxes.set(box.session, { ...box, isEarlier: true });
  }

  async function post(box, keepalive) {
    const beats = box.beats.slice(0, batchMax);
    const body = { playerMs: now(), positionMs: box.positionMs, beats };
    return await fetch(`/v1/viewing-sessions/${box.session}/heartbeats`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(answerMaxMs),
    });
  }

  /** @returns whether to go on with the next batch. */
  async function take(box, response) {
    if (response.status === 401) {
      tell({ kind: "signedOut", box });
      return false;
    }
    if (response.status === 404 || response.status === 403) {
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
    box.beats = box.beats.filter((beat) => beat.beat >= answer.kept);
    if (first !== undefined && answer.kept < first) {
      forget(box);
      tell({ kind: "lost", box });
      return false;
    }
    save(box);
    tell({ kind: "answered", box, answer });
    return box.beats.length > 0 && answer.kept > (first ?? 0);
  }

  async function send(box) {
    if (box.isSending || box.beats.length === 0) return;
    box.isSending = true;
    try {
      while (await take(box, await post(box, false)));
    } catch {
      tell({ kind: "unreachable", box });
    } finally {
      box.isSending = false;
    }
  }

  return {
    /** A viewing session whose beats come now. */
    open(session) {
      const box = { session, beats: [], next: 0, positionMs: 0, savedAtMs: Date.now(), isEarlier: false };
      boxes.set(session, box);
      return box;
    },
    add(box, claim) {
      if (box.beats.length >= beatsMax) return false;
      box.beats.push({ beat: box.next, ...claim });
      box.next += 1;
      box.savedAtMs = Date.now();
      save(box);
      return true;
    },
    /** Sends everything that is waiting, one message of a session at a time. */
    async send() {
      await Promise.all([...boxes.values()].map(send));
      for (const [session, box] of boxes) {
        if (box.isEarlier && box.beats.length === 0) boxes.delete(session);
      }
    },
    /** The page may be gone before an answer comes; what is not answered stays in storage. */
    sendLast(box) {
      if (box.beats.length > 0) post(box, true).then((response) => take(box, response)).catch(() => {});
    },
    get waiting() {
      return [...boxes.values()].reduce((sum, box) => sum + box.beats.length, 0);
    },
  };
}

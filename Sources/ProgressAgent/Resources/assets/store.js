// What the school's server has not answered yet, in the browser's IndexedDB: outlives the page, the browser and a power cut.

const name = "lectern";
const beatsName = "beats";
/** Beats that nobody took for so long are given up. */
const ageMaxMs = 30 * 24 * 3600 * 1000;

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(beatsName, { keyPath: ["person", "session", "beat"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another page holds an older version"));
  });
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {string} person whose beats these are: computers of a lab are shared
 * @returns where nothing can be stored (forbidden, or full), one that keeps nothing: beats then live as long as the page
 */
export async function openStore(person) {
  const database = await openDatabase().catch(() => null);

  /** Runs one request and commits at once: a page that is being left may not come to do it. */
  async function change(work) {
    if (database === null) return;
    try {
      const transaction = database.transaction(beatsName, "readwrite", { durability: "strict" });
      const done = result(work(transaction.objectStore(beatsName)));
      transaction.commit?.();
      await done;
    } catch {
      // Full, or taken away: what is not stored is still in the page's memory.
    }
  }

  /** All beats of a viewing session below a number; of all sessions where none is named. */
  function range(session, below) {
    return session === undefined
      ? IDBKeyRange.bound([person], [person, []])
      : IDBKeyRange.bound([person, session], [person, session, below], false, true);
  }

  return {
    /** What earlier pages left, and what other windows have not delivered yet: beats by viewing session. */
    async load() {
      const sessions = new Map();
      if (database === null) return sessions;
      const request = database.transaction(beatsName).objectStore(beatsName).getAll(range());
      for (const { session, beat, claim, positionMs, savedAtMs } of await result(request).catch(() => [])) {
        if (Date.now() - savedAtMs > ageMaxMs) {
          this.remove(session, beat + 1);
          continue;
        }
        if (!sessions.has(session)) sessions.set(session, { beats: [] });
        const box = sessions.get(session);
        box.beats.push({ beat, ...claim });
        box.positionMs = positionMs;
      }
      return sessions;
    },
    put(session, { beat, ...claim }, positionMs) {
      return change((beats) => beats.put({ person, session, beat, claim, positionMs, savedAtMs: Date.now() }));
    },
    /** Forgets the beats of a viewing session below a number. */
    remove(session, below) {
      return change((beats) => beats.delete(range(session, below)));
    },
  };
}

// Which of a trainee's pages counts: the one whose viewing session began last. Windows of one browser tell each other at
// once; other computers learn it from the school's server, with the next answer.

/**
 * @param {string} person
 * @param {() => void} lost called when another window's viewing session is newer than this page's
 */
export function createSeats(person, lost) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`lectern.viewing.${person}`) : null;
  let mine = null;

  function isNewer(one, other) {
    return one.startMs === other.startMs ? one.session > other.session : one.startMs > other.startMs;
  }

  channel?.addEventListener("message", ({ data }) => {
    if (mine === null || data.session === mine.session) return;
    if (isNewer(data, mine)) {
      mine = null;
      lost();
    } else {
      channel.postMessage(mine);
    }
  });

  return {
    taken({ session, startMs }) {
      mine = { session, startMs };
      channel?.postMessage(mine);
    },
    left() {
      mine = null;
    },
  };
}

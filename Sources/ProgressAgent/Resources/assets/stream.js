// The media of a lesson, through hls.js. The school's edge holds a request for a part that is still on its way, and answers
// 503 when it takes too long; a line breaks, a server restarts, a disk rots: be patient, say so, and never give up.

const againMs = 3000;
/** Media errors within this of each other are one place. */
const nearSeconds = 15;
const damagedAgainMs = 5000;
/** What is fetched ahead: of a part that is not here yet, no more than others who wait for theirs can bear. */
const bufferSeconds = 30;
const patient = {
  maxNumRetry: 100000,
  retryDelayMs: 1000,
  maxRetryDelayMs: 5000,
  // No answer at all (status 0) is a server that is being restarted, or a cable.
  shouldRetry: (_settings, _count, isTimeout, answer) => isTimeout || !answer?.code || answer.code >= 500,
};
const policy = {
  default: { maxTimeToFirstByteMs: 90000, maxLoadTimeMs: 180000, timeoutRetry: patient, errorRetry: patient },
};

let library = null;

/** @returns the library, or null where it cannot be had; asked for again then. */
async function load() {
  library ??= await import("/assets/hls.js").then((module) => module.default, () => null);
  return library;
}

/**
 * @param {HTMLVideoElement} video
 * @param {(kind: string, plays?: boolean) => void} tell
 *   fetching: a part is on its way; unreachable; expired: the addresses no longer work; damaged: what came cannot be
 *   played, the server should look at it, and other addresses are needed; going: all is well again; noPlayer
 */
export function createStream(video, tell) {
  let hls = null;
  let damage = { at: -Infinity, count: 0, plays: false };

  function failed(Hls, player, data) {
    if (player !== hls) return;
    const status = data.response?.code;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR) {
      if (data.fatal) damaged(player);
    } else if ([401, 403, 404].includes(status) && data.fatal) {
      tell("expired");
    } else if (data.type === Hls.ErrorTypes.NETWORK_ERROR) {
      tell(status === 503 ? "fetching" : "unreachable");
      if (data.fatal) setTimeout(() => player === hls && player.startLoad(), againMs);
    } else if (data.fatal) {
      tell("noPlayer");
    }
  }

  /** Once a browser's decoder may have tripped; after that the browser's cache may hold what is bad. */
  function damaged(player) {
    const at = video.currentTime;
    const isSame = Math.abs(at - damage.at) <= nearSeconds;
    // Taking the media off the element and putting it on again pauses it.
    damage = { at, count: isSame ? damage.count + 1 : 1, plays: !video.paused || (isSame && damage.plays) };
    if (damage.count === 1) {
      player.recoverMediaError();
      if (damage.plays) video.play().catch(() => {});
      return;
    }
    player.stopLoad();
    const { plays } = damage;
    setTimeout(() => player === hls && tell("damaged", plays), damage.count === 2 ? 0 : damagedAgainMs);
  }

  return {
    /** @param {(Hls: object, player: object) => void} attach called with the player before it loads */
    async load(playlist, startMs, attach) {
      hls?.destroy();
      hls = null;
      const Hls = await load();
      if (Hls?.isSupported()) {
        const player = new Hls({
          startPosition: startMs > 0 ? startMs / 1000 : -1,
          maxBufferLength: bufferSeconds,
          maxMaxBufferLength: bufferSeconds,
          backBufferLength: 60,
          fragLoadPolicy: policy,
          manifestLoadPolicy: policy,
          playlistLoadPolicy: policy,
        });
        hls = player;
        player.on(Hls.Events.ERROR, (_, data) => failed(Hls, player, data));
        player.on(Hls.Events.FRAG_BUFFERED, () => tell("going"));
        attach(Hls, player);
        player.loadSource(playlist);
        player.attachMedia(video);
      } else if (video.canPlayType("application/vnd.apple.mpegurl") !== "") {
        video.src = playlist;
        video.addEventListener("loadedmetadata", () => (video.currentTime = startMs / 1000), { once: true });
      } else {
        tell("noPlayer");
      }
    },
    /** The line is back: what hangs on the old one is asked for anew. */
    kick() {
      if (hls === null || video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA) return;
      hls.stopLoad();
      hls.startLoad(-1);
    },
    stop() {
      hls?.stopLoad();
    },
  };
}

// What the media element does, told to the recorder, and shown as the player's state.

/** A wait shorter than this is not worth a word. */
const waitSilentMs = 1500;
/** The browser's length of a lesson may differ from the catalogue's by this much. */
const endNearMs = 1000;
/** What is said until the picture moves. */
const saidBefore = ["Resumed", "Loading", "Ended"];

/**
 * @param {HTMLVideoElement} video
 * @param {object} player its recorder, notices, maxRate, positionMs(), durationMs(), state(), setState(name), and claimed(),
 *   called when something was written down after all events
 */
export function watchPlayback(video, { recorder, notices, maxRate, positionMs, durationMs, state, setState, claimed }) {
  video.addEventListener("playing", () => {
    if (!video.seeking) recorder.playing(positionMs());
    setState("playing");
    notices.set("media", null);
    if (saidBefore.includes(notices.name("note"))) notices.set("note", null);
  });
  video.addEventListener("timeupdate", () => {
    if (!video.seeking && recorder.isPlaying && !video.ended) recorder.moved(positionMs());
  });
  video.addEventListener("pause", () => {
    if (video.ended || video.seeking) return;
    recorder.stopped(positionMs(), "pause", claimed);
    if (state() !== "elsewhere") setState("paused");
  });
  video.addEventListener("waiting", () => {
    if (!video.seeking) recorder.stopped(positionMs(), "wait", claimed);
    if (!video.paused) setState("waiting");
    setTimeout(() => {
      if (state() === "waiting") notices.set("media", "Fetching");
    }, waitSilentMs);
  });
  video.addEventListener("ended", () => {
    const isWhole = Math.abs(durationMs() - positionMs()) <= endNearMs;
    recorder.stopped(isWhole ? durationMs() : positionMs(), "end", claimed);
    setState("ended");
    notices.set("note", "Ended");
  });
  video.addEventListener("seeking", () => recorder.seeking());
  video.addEventListener("seeked", () => {
    recorder.seeked(positionMs());
    if (video.paused && !video.ended && state() !== "elsewhere") setState("paused");
  });
  video.addEventListener("ratechange", () => {
    recorder.rateChanged(positionMs(), video.playbackRate);
    if (video.playbackRate <= maxRate) return;
    video.playbackRate = maxRate;
    notices.set("note", "SpeedClamped", { rate: maxRate });
  });

  return {
    /** Looks often: what is played is written down even where a browser sends few events. */
    look() {
      if (video.seeking || video.paused || video.ended) return;
      if (recorder.isPlaying) recorder.moved(positionMs());
      else if (video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA && state() === "playing") {
        recorder.playing(positionMs());
      }
    },
  };
}

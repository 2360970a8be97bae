// Plays a packaged folder with one player, and tells a test what happens: everything is in `window.playback`.

const video = document.getElementById("video");
const address = new URLSearchParams(location.search);

/** What the player complained about, fatal or not. */
const problems = [];
/** Times at which the picture stood still for want of data, and nobody had asked for another place or rendition. */
const stalls = [];
let isSettling = true;

video.addEventListener("error", () => problems.push(`video: ${video.error.code} ${video.error.message}`));
video.addEventListener("waiting", () => {
  if (!isSettling) stalls.push(video.currentTime);
});

const players = {
  async hls(url) {
    const { default: Hls } = await import("/hls.js");
    const hls = new Hls({ startLevel: 0 });
    hls.on(Hls.Events.ERROR, (_, data) => {
      const isOnlyWaiting = data.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && !data.fatal && isSettling;
      if (!isOnlyWaiting) problems.push(`${data.details} ${data.fatal ? "fatal" : ""} ${data.error ?? ""}`);
    });
    hls.loadSource(url);
    hls.attachMedia(video);
    await new Promise((resolve) => hls.once(Hls.Events.MANIFEST_PARSED, resolve));
    return {
      renditions: () => hls.levels.map((level) => ({ width: level.width, height: level.height, codecs: level.attrs.CODECS })),
      choose: (index) => (hls.currentLevel = index),
      captions: () => hls.subtitleTracks.map((track) => track.lang),
      showCaptions(language) {
        hls.subtitleDisplay = true;
        hls.subtitleTrack = hls.subtitleTracks.findIndex((track) => track.lang === language);
      },
    };
  },
  async dash(url) {
    const { MediaPlayer } = await import("/dash.js");
    const player = MediaPlayer().create();
    player.on("error", ({ error }) => problems.push(`${error.code} ${error.message}`));
    player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false, audio: false } }, text: { defaultEnabled: false } } });
    player.initialize(video, url, false);
    await new Promise((resolve) => player.on("streamInitialized", resolve));
    const pictures = () => player.getRepresentationsByType("video");
    return {
      renditions: () => pictures().map((one) => ({ width: one.width, height: one.height, codecs: one.codecs })),
      choose: (index) => player.setRepresentationForTypeByIndex("video", index, true),
      captions: () => player.getTracksFor("text").map((track) => track.lang),
      showCaptions(language) {
        player.enableText(true);
        player.setTextTrack(player.getTracksFor("text").findIndex((track) => track.lang === language));
      },
    };
  },
  async file(url) {
    video.src = url;
    return { renditions: () => [], captions: () => [] };
  },
};

function decodedFrames() {
  return video.getVideoPlaybackQuality().totalVideoFrames;
}

/** Chromium counts bytes, Firefox only says whether there is sound. */
function hasDecodedSound() {
  return (video.webkitAudioDecodedByteCount ?? 0) > 0 || video.mozHasAudio === true;
}

window.playback = {
  problems,
  stalls,
  hasDecodedSound,
  decodedFrames,
  state: () => ({
    time: video.currentTime,
    duration: video.duration,
    width: video.videoWidth,
    height: video.videoHeight,
    frames: decodedFrames(),
    isSeeking: video.seeking,
  }),
  cues: () =>
    [...video.textTracks]
      .filter((track) => track.mode === "showing")
      .flatMap((track) => [...(track.activeCues ?? [])].map((cue) => cue.text)),
  play: () => video.play(),
  pause: () => video.pause(),
  /** Gives where it stands as soon as it is there. */
  seek(seconds) {
    isSettling = true;
    video.currentTime = seconds;
    return new Promise((resolve) => video.addEventListener("seeked", () => resolve(video.currentTime), { once: true }));
  },
  /** Plays until the time has moved on by so many seconds and new frames were decoded. */
  async advance(seconds) {
    const [from, frames] = [video.currentTime, decodedFrames()];
    for (let look = 0; look < 600; look++) {
      if (video.currentTime - from > 0.3) isSettling = false;
      const isFarEnough = video.currentTime >= from + seconds || video.ended;
      if (isFarEnough && (video.videoWidth === 0 || decodedFrames() > frames)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  },
  choose(index) {
    isSettling = true;
    player.choose(index);
  },
  renditions: () => player.renditions(),
  captions: () => player.captions(),
  showCaptions: (language) => player.showCaptions(language),
};

const player = await players[address.get("player")](address.get("url"));
document.body.dataset.ready = "yes";

// The captions of a lesson: a menu of the languages that it has. What a trainee chooses is remembered in this browser.

const rememberedKey = "lectern.captions";
const off = "off";

function remembered() {
  try {
    return localStorage.getItem(rememberedKey);
  } catch {
    return null;
  }
}

function remember(language) {
  try {
    localStorage.setItem(rememberedKey, language);
  } catch {
    // A browser that keeps nothing shows what the lesson says again the next time.
  }
}

/** The track in a language, or else in another form of it (zh-Hant for zh); -1 where there is none. */
function find(tracks, language) {
  const exact = tracks.findIndex((track) => track.lang === language);
  const primary = language.split("-")[0];
  return exact >= 0 ? exact : tracks.findIndex((track) => (track.lang ?? "").split("-")[0] === primary);
}

/**
 * @param holder what to hide where a lesson has no captions
 * @param menu a select element whose first choice, `off`, is there already
 * @param told called with the language that is shown, or `off`
 */
export function createCaptions(holder, menu, told) {
  let hls = null;
  let chosen = remembered();
  let lastShown = null;

  function fill(tracks) {
    holder.hidden = tracks.length === 0;
    while (menu.options.length > 1) menu.remove(1);
    tracks.forEach((track, index) => menu.add(new Option(track.name, String(index))));
  }

  /** Nothing chosen: what the lesson says. */
  function apply() {
    if (chosen === null) return;
    const index = chosen === off ? -1 : find(hls.subtitleTracks, chosen);
    if (index >= 0 || chosen === off) hls.subtitleTrack = index;
  }

  function reflect() {
    const track = hls.subtitleTracks[hls.subtitleTrack];
    menu.value = track === undefined ? off : String(hls.subtitleTrack);
    told(track?.lang ?? off);
  }

  function choose(index) {
    chosen = index < 0 ? off : hls.subtitleTracks[index].lang;
    remember(chosen);
    hls.subtitleTrack = index;
    reflect();
  }

  menu.addEventListener("change", () => choose(menu.value === off ? -1 : Number(menu.value)));

  return {
    attach(Hls, player) {
      hls = player;
      hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, (_, { subtitleTracks }) => {
        fill(subtitleTracks);
        // When all have been told of the tracks, hls.js turns the default on where none is: that must not come last.
        queueMicrotask(() => {
          if (hls !== player) return;
          apply();
          reflect();
        });
      });
      hls.on(Hls.Events.SUBTITLE_TRACK_SWITCH, reflect);
    },
    /** Off, or what was shown last, or the first. */
    toggle() {
      if (hls === null || hls.subtitleTracks.length === 0) return;
      if (hls.subtitleTrack >= 0) {
        lastShown = hls.subtitleTracks[hls.subtitleTrack].lang;
        choose(-1);
      } else {
        choose(Math.max(0, lastShown === null ? 0 : find(hls.subtitleTracks, lastShown)));
      }
    },
  };
}

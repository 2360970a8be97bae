// The bar of a lesson: where it stands, what is buffered, which parts count already, and, wherever it is pointed at, the
// picture that is there. The small pictures are those of the lesson's storyboard, a WebVTT file of addresses with a
// rectangle (docs/formats.md §4.4).

/** What the bar leaves at each end for half of its handle, in pixels. */
const handlePx = 8;
/** The storyboard of the longest lesson is far below this. */
const indexBytesMax = 1 << 20;
/** The drawing's own width, and the least that can be seen of it. */
const drawn = 10000;
const seenMin = 12;

function seconds(clock) {
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The tiles in their order: from when on each stands, its sheet's address, and the rectangle on it. */
function parse(index, base) {
  const cue = /^(\S+) --> \S+\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm;
  return [...index.matchAll(cue)].map(([, start, sheet, ...numbers]) => {
    const [x, y, width, height] = numbers.map(Number);
    return { from: seconds(start), sheet: new URL(sheet, base).href, x, y, width, height };
  });
}

/** Stretches of seconds as one path. */
function path(stretches, duration) {
  return stretches
    .map(([begin, end]) => {
      const [from, to] = [begin, end].map((at) => Math.round((at / duration) * drawn));
      return `M${from} 0H${Math.max(to, from + seenMin)}V10H${from}z`;
    })
    .join("");
}

/**
 * @param {HTMLElement} holder
 * @param {HTMLVideoElement} video what is played
 * @param {(seconds: number) => string} say
 */
export function createPlace(holder, video, say) {
  const bar = holder.querySelector("input");
  const preview = holder.querySelector(".player-preview");
  const picture = preview.querySelector("i");
  const time = preview.querySelector("span");
  const now = document.getElementById("player-now");
  const [buffered, passed, counted] = ["buffered", "passed", "counted"].map((name) => holder.querySelector(`.player-${name}`));
  let tiles = [];
  let isMoving = false;

  function show(at) {
    const tile = tiles.findLast((one) => one.from <= at) ?? tiles[0];
    if (tile !== undefined) {
      picture.style.width = `${tile.width}px`;
      picture.style.height = `${tile.height}px`;
      picture.style.backgroundImage = `url("${tile.sheet}")`;
      picture.style.backgroundPosition = `${-tile.x}px ${-tile.y}px`;
    }
    time.textContent = say(at);
    preview.hidden = false;
    const width = bar.clientWidth;
    const half = preview.offsetWidth / 2;
    const place = handlePx + (at / Number(bar.max)) * (width - 2 * handlePx);
    preview.style.left = `${Math.min(Math.max(place, half), Math.max(half, width - half))}px`;
  }

  function hide() {
    preview.hidden = true;
  }

  function follow() {
    const duration = Number(bar.max);
    if (duration <= 0) return;
    if (!isMoving) tell(video.currentTime);
    const ranges = Array.from({ length: video.buffered.length }, (_, index) => [
      video.buffered.start(index),
      Math.min(video.buffered.end(index), duration),
    ]);
    buffered.setAttribute("d", path(ranges, duration));
    passed.setAttribute("d", video.currentTime > 0 ? path([[0, Math.min(video.currentTime, duration)]], duration) : "");
  }

  function tell(at) {
    bar.value = String(at);
    now.textContent = say(at);
    bar.setAttribute("aria-valuetext", say(at));
  }

  bar.addEventListener("pointermove", (event) => {
    if (isMoving || Number(bar.max) <= 0) return;
    const box = bar.getBoundingClientRect();
    const share = (event.clientX - box.left - handlePx) / (box.width - 2 * handlePx);
    show(Math.min(Math.max(share, 0), 1) * Number(bar.max));
  });
  bar.addEventListener("pointerleave", () => {
    if (!isMoving) hide();
  });
  bar.addEventListener("input", () => {
    isMoving = true;
    show(Number(bar.value));
    tell(Number(bar.value));
  });
  bar.addEventListener("change", () => {
    isMoving = false;
    video.currentTime = Number(bar.value);
    hide();
  });
  for (const kind of ["timeupdate", "progress", "seeking", "durationchange"]) video.addEventListener(kind, follow);

  return {
    /** Another viewing session: its storyboard is beside its playlist; without one, the bar shows the time alone. */
    async attach(playlist, durationSeconds) {
      bar.max = String(durationSeconds);
      follow();
      const address = new URL("storyboard.vtt", new URL(playlist, location.href));
      const answer = await fetch(address.href).catch(() => null);
      const index = answer?.ok ? await answer.text() : "";
      tiles = index.length <= indexBytesMax ? parse(index, address) : [];
      holder.dataset.pictures = String(tiles.length);
    },
    /** @param {number[][]} stretches which parts count already: pairs of milliseconds */
    count(stretches, durationMs) {
      counted.setAttribute("d", path(stretches, durationMs));
    },
  };
}

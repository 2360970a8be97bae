// Finding a place in a lesson: a bar below the picture that shows, wherever it is pointed at, the picture that is there. The
// small pictures are those of the lesson's storyboard, a WebVTT file of addresses with a rectangle (docs/formats.md §4.4).

/** What browsers leave at each end of a bar for half of its handle, in pixels. */
const handlePx = 8;
/** The storyboard of the longest lesson is far below this. */
const indexBytesMax = 1 << 20;

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

/**
 * @param holder what to hide where a lesson has no storyboard
 * @param video what is played
 * @param say gives seconds as the page shows them
 */
export function createFinder(holder, video, say) {
  const bar = holder.querySelector("input");
  const preview = holder.querySelector(".player-preview");
  const picture = preview.querySelector("i");
  const time = preview.querySelector("span");
  let tiles = [];
  let isMoving = false;

  function show(at) {
    const tile = tiles.findLast((one) => one.from <= at) ?? tiles[0];
    if (tile === undefined) return;
    picture.style.width = `${tile.width}px`;
    picture.style.height = `${tile.height}px`;
    picture.style.backgroundImage = `url("${tile.sheet}")`;
    picture.style.backgroundPosition = `${-tile.x}px ${-tile.y}px`;
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
    if (!isMoving) tell(video.currentTime);
  }

  function tell(at) {
    bar.value = String(at);
    bar.setAttribute("aria-valuetext", say(at));
  }

  bar.addEventListener("pointermove", (event) => {
    if (isMoving) return;
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
    bar.setAttribute("aria-valuetext", say(Number(bar.value)));
  });
  bar.addEventListener("change", () => {
    isMoving = false;
    video.currentTime = Number(bar.value);
    hide();
  });
  video.addEventListener("timeupdate", follow);

  return {
    /** Another viewing session: its storyboard is beside its playlist. Without one, the bar stays hidden. */
    async attach(playlist, durationSeconds) {
      const address = new URL("storyboard.vtt", new URL(playlist, location.href));
      const answer = await fetch(address.href).catch(() => null);
      const index = answer?.ok ? await answer.text() : "";
      tiles = index.length <= indexBytesMax ? parse(index, address) : [];
      bar.max = String(durationSeconds);
      holder.hidden = tiles.length === 0;
      follow();
    },
  };
}

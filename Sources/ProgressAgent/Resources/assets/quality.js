// The menu of picture sizes, where a lesson has more than one here.

/**
 * @param {HTMLElement} holder what to hide where there is nothing to choose
 * @param {HTMLSelectElement} menu
 * @param {string} auto what leaving it to the player is called
 */
export function createQuality(holder, menu, auto) {
  let hls = null;

  menu.addEventListener("change", () => {
    if (hls !== null) hls.nextLevel = Number(menu.value);
  });

  return {
    attach(Hls, player) {
      hls = player;
      player.on(Hls.Events.MANIFEST_PARSED, (_, { levels }) => {
        const named = levels.map((level, index) => ({ index, height: level.height })).filter(({ height }) => height > 0);
        holder.hidden = named.length < 2;
        menu.replaceChildren(
          new Option(auto, "-1"),
          ...named.sort((one, other) => other.height - one.height).map(({ index, height }) => new Option(`${height}p`, index)),
        );
      });
    },
  };
}

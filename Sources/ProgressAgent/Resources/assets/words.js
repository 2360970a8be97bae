// What the player says about times and amounts, from the page's data attributes.

/**
 * @param {HTMLElement} root carries data-text-…
 * @param {string} timeZone the school's: times of day are shown as they are there
 */
export function createWords(root, timeZone) {
  const language = document.documentElement.lang;

  function format(options) {
    try {
      return new Intl.DateTimeFormat(language, { ...options, hourCycle: "h23", timeZone });
    } catch {
      return new Intl.DateTimeFormat(language, { ...options, hourCycle: "h23" });
    }
  }
  const hour = format({ hour: "2-digit", minute: "2-digit" });
  const dayAndHour = format({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const day = format({ year: "numeric", month: "numeric", day: "numeric" });

  function say(name, values = {}) {
    const text = root.dataset[`text${name}`] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  /** `1:02:03`, `2:03`. */
  function clock(ms) {
    const seconds = Math.floor(ms / 1000);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const two = (number) => String(number).padStart(2, "0");
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  }

  /** The hour, with the day where that is not today. */
  function time(ms) {
    return day.format(ms) === day.format(Date.now()) ? hour.format(ms) : dayAndHour.format(ms);
  }

  return {
    say,
    clock,
    /** What is kept where: the server's answer, and media time that it has not got yet. */
    kept({ keptUntilMs, unreportedMs, reportedAtMs }, waitingMs) {
      const parts = [keptUntilMs === undefined ? say("KeptNothing") : say("KeptAtSchool", { time: time(keptUntilMs) })];
      if (waitingMs > 0) parts.push(say("KeptWaiting", { waiting: clock(waitingMs) }));
      if (unreportedMs > 0) parts.push(say("OnTheWay", { time: clock(unreportedMs) }));
      else if (keptUntilMs !== undefined && reportedAtMs !== undefined) parts.push(say("AtProvince", { time: time(reportedAtMs) }));
      return parts.join(" · ");
    },
    counted(coveredMs, durationMs) {
      const tenths = durationMs > 0 ? Math.floor((coveredMs / durationMs) * 1000) / 10 : 0;
      return say("Counted", { covered: clock(coveredMs), duration: clock(durationMs), percent: tenths });
    },
  };
}

"""What people do at a school's edge and at the origin, in either browser of `browsers`."""

NEW_PASSWORD = "lan-tian-bai-yun-26"

# Notes every answer to a heartbeat, before the page's own script runs; the page is not changed otherwise.
NOTE_HEARTBEATS = """
(() => {
  const ask = window.fetch;
  window.heartbeatAnswers = [];
  window.fetch = async (input, options) => {
    const answer = await ask(input, options);
    const url = typeof input === 'string' ? input : input.url;
    if (url.includes('/heartbeats') && answer.ok) {
      window.heartbeatAnswers.push(await answer.clone().json());
    }
    return answer;
  };
})();
"""

PLAYED_MS = """
(() => {
  const played = document.querySelector('video').played;
  let sum = 0;
  for (let i = 0; i < played.length; i++) sum += played.end(i) - played.start(i);
  return Math.round(sum * 1000);
})()
"""

# The captions that are on the picture now.
SHOWN_CAPTIONS = """
[...document.querySelector('video').textTracks].filter((track) => track.mode === 'showing')
  .flatMap((track) => [...(track.activeCues ?? [])]).map((cue) => cue.text).join('\\n')
"""

# The small picture that the bar shows: its size, where it is on its sheet, how many colours it has, and the time below it.
SHOWN_TILE = """
(async () => {
  const preview = document.querySelector('.player-preview');
  const picture = preview.querySelector('i');
  const sheet = new Image();
  sheet.src = picture.style.backgroundImage.slice(5, -2);
  await sheet.decode();
  const [x, y] = picture.style.backgroundPosition.split(' ').map((part) => -parseFloat(part));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.clientWidth, picture.clientHeight];
  const context = canvas.getContext('2d');
  context.drawImage(sheet, -x, -y);
  const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const [minutes, seconds] = preview.querySelector('span').textContent.split(':').map(Number);
  const [inner, outer] = [preview, document.getElementById('player-place')].map((one) => one.getBoundingClientRect());
  return {
    width: picture.clientWidth, height: picture.clientHeight, place: `${x},${y}`, colours: new Set(pixels).size,
    seconds: minutes * 60 + seconds, isInside: inner.left >= outer.left - 1 && inner.right <= outer.right + 1,
  };
})()
"""

LAST_ANSWER = "window.heartbeatAnswers[window.heartbeatAnswers.length - 1]"


def type_sign_in(page, site, login, password):
    page.open(f"{site}/sign-in")
    if page.run("Boolean(document.querySelector('form[action=\"/sign-out\"]'))"):
        page.submit("form[action='/sign-out']")
        page.open(f"{site}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.submit("form[action='/sign-in']")


def sign_in(page, site, login, password, new_password=NEW_PASSWORD):
    """Signs in, and chooses a new password where one is asked for.

    Returns the password that holds from now on."""
    type_sign_in(page, site, login, password)
    if not page.run("location.pathname").startswith("/password"):
        assert not page.run("location.pathname").startswith("/sign-in"), page.text()
        return password
    page.fill("input[name=password]", new_password)
    page.fill("input[name=again]", new_password)
    page.submit("form[action='/password']")
    assert not page.run("location.pathname").startswith("/password"), page.text()
    return new_password


def open_lesson(page, site, lesson):
    """Opens a lesson's page and waits until its picture can move."""
    page.preload(NOTE_HEARTBEATS)
    page.open(f"{site}/lessons/{lesson}")
    page.wait_for("document.querySelector('video') && document.querySelector('video').readyState >= 1", 20)


def play(page):
    page.run("(() => { const video = document.querySelector('video'); video.muted = true; return video.play(); })()")
    page.wait_for("!document.querySelector('video').paused", 10)


def position(page):
    return page.run("document.querySelector('video').currentTime")


def seek(page, seconds):
    page.run(f"(() => {{ document.querySelector('video').currentTime = {seconds}; }})()")
    page.wait_for("!document.querySelector('video').seeking", 15)


def choose_captions(page, name):
    page.run(
        "(() => { const menu = document.getElementById('player-captions-menu');"
        f" menu.selectedIndex = [...menu.options].findIndex((option) => option.text === '{name}');"
        " menu.dispatchEvent(new Event('change')); })()"
    )


def point_at_place(share):
    """A script that moves the pointer over the bar to a share of its width."""
    return (
        "(() => { const bar = document.getElementById('player-place'); const box = bar.getBoundingClientRect();"
        f" bar.dispatchEvent(new PointerEvent('pointermove', {{clientX: box.left + {share} * box.width}})); }})()"
    )


def wait_for_position(page, seconds, within=30):
    page.wait_for(f"document.querySelector('video').currentTime >= {seconds}", within)


def kept_ms(page):
    """Media time that the edge has answered kept in this viewing session; 0 before the first answer."""
    return page.run(f"window.heartbeatAnswers.length ? {LAST_ANSWER}.keptMs : 0")


def covered_ms(page):
    return page.run(f"window.heartbeatAnswers.length ? {LAST_ANSWER}.coverage.coveredMs : 0")


def watch_to_the_end(page, site, lesson, seconds):
    """Plays a lesson from its beginning to its end, and waits until all of it is answered kept.

    Returns what the browser played and what the edge kept, in milliseconds."""
    open_lesson(page, site, lesson)
    seek(page, 0)
    play(page)
    page.wait_for("document.querySelector('video').ended", seconds)
    played = page.run(PLAYED_MS)
    page.wait_for(f"window.heartbeatAnswers.length && {LAST_ANSWER}.keptMs >= {played} - 1500", 20)
    return played, kept_ms(page)

// The page at the projector of a collective viewing: who is there, sign-in, roll calls. The player is player.js.
//
// Every sentence comes from the page's data attributes, in the reader's language. For tests, `#room` carries data-present,
// data-call (number of the roll call that waits, or "") and data-answered.

const root = document.getElementById("room");
const video = document.getElementById("video");
const form = document.getElementById("room-form");
const message = document.getElementById("room-message");
const people = document.getElementById("room-people");
const call = document.getElementById("room-call");
const answers = document.getElementById("room-answers");

const askEveryMs = 2000;
const address = `/v1/rooms/${root.dataset.room}`;
const standings = { absent: "Absent", in: "In", out: "Out" };
const faults = { refused: "Refused", wait: "Wait", "first-password": "FirstPassword", "room-closed": "Closed" };

let state = null;
/** The roll call that the leader has finished before its time was over. */
let finished = 0;
/** Whether the lesson goes on after the roll call. */
let goesOn = false;
let leftUntil = 0;

function say(name, values = {}) {
  const text = root.dataset[`text${name}`] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function tell(name, kind, values) {
  message.textContent = say(name, values);
  message.className = `notice ${kind}`;
  message.hidden = false;
}

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(address + path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(), { problem: String(answer.type ?? "").split(":").at(-1) });
  return answer;
}

/** @returns whether the school took it */
async function send(body) {
  try {
    show(await ask("/attendance", body));
    return true;
  } catch (error) {
    tell(faults[error.problem] ?? "Unreachable", "bad");
    return false;
  }
}

// MARK: Who is there

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** One button a member: absent or gone they come, there they leave. */
function memberLine(member) {
  const isHere = member.standing === "in";
  const mark = element("span", { className: `badge${isHere ? " good" : ""}`, textContent: say(standings[member.standing]) });
  const witness = isHere && !member.hasSigned ? [element("span", { className: "badge warn", textContent: say("Listed") })] : [];
  const button = element("button", {
    type: "button",
    className: "quiet",
    textContent: say(isHere ? "Leaves" : member.standing === "out" ? "Returns" : "Enters"),
  });
  button.setAttribute("aria-label", `${button.textContent} ${member.name}`);
  button.addEventListener("click", () => send({ people: [member.person], sign: isHere ? "out" : "in" }));
  const line = element("li", {}, element("strong", { textContent: member.name }), mark, ...witness, button);
  line.dataset.person = member.person;
  line.dataset.standing = member.standing;
  return line;
}

function showPeople() {
  const present = state.members.filter((member) => member.standing === "in").length;
  root.dataset.present = present;
  document.getElementById("room-present").textContent = present;
  document.getElementById("room-total").textContent = state.members.length;
  document.getElementById("room-calls").textContent = say("Calls", { answered: state.callsAnswered, needed: state.callsMin });
  const key = JSON.stringify(state.members);
  if (people.dataset.key === key) return;
  people.dataset.key = key;
  people.replaceChildren(...state.members.map(memberLine));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  const before = state?.members.filter((member) => member.standing === "in").length;
  const isTaken = await send({ login: fields.get("login"), password: fields.get("password") });
  form.elements.password.value = "";
  if (!isTaken) return;
  const now = state.members.filter((member) => member.standing === "in").length;
  tell(now > before ? "SignedIn" : "Seen", "good");
  form.reset();
  form.elements.login.focus();
});

// MARK: Roll calls

function answerButton(member) {
  const button = element("button", { type: "button", textContent: member.name, disabled: member.hasAnswered });
  button.setAttribute("aria-pressed", String(member.hasAnswered));
  button.dataset.person = member.person;
  button.addEventListener("click", () => send({ people: [member.person], sign: "here" }));
  return button;
}

function showCall() {
  const waits = state.call !== undefined && state.call.number !== finished;
  root.dataset.call = waits ? state.call.number : "";
  root.dataset.answered = state.members.filter((member) => member.hasAnswered).length;
  if (!waits) {
    if (!call.hidden) endCall();
    return;
  }
  leftUntil = performance.now() + state.call.leftMs;
  showLeft();
  if (call.hidden) beginCall();
  const there = state.members.filter((member) => member.standing === "in");
  const key = JSON.stringify(there);
  if (answers.dataset.key === key) return;
  answers.dataset.key = key;
  const focused = document.activeElement?.dataset?.person;
  answers.replaceChildren(...there.map(answerButton));
  answers.querySelector(`[data-person="${focused}"]`)?.focus();
}

function beginCall() {
  goesOn = !video.paused;
  video.pause();
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => {});
  document.getElementById("room-call-title").textContent = say("Call", { number: state.call.number });
  call.hidden = false;
  call.scrollIntoView({ block: "nearest" });
  call.focus();
}

function endCall() {
  call.hidden = true;
  answers.dataset.key = "";
  if (goesOn) video.play().catch(() => {});
}

document.getElementById("room-call-done").addEventListener("click", () => {
  finished = state.call?.number ?? finished;
  showCall();
});

function showLeft() {
  const seconds = Math.max(0, Math.ceil((leftUntil - performance.now()) / 1000));
  const left = document.getElementById("room-left");
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  left.classList.toggle("bad", seconds <= 30);
}

setInterval(showLeft, 500);

// MARK: What the school says

function show(answer) {
  state = answer;
  if (!state.isOpen) {
    location.reload();
    return;
  }
  showPeople();
  showCall();
}

async function look() {
  try {
    show(await ask(""));
    root.dataset.reachable = "true";
  } catch {
    root.dataset.reachable = "false";
  }
  setTimeout(look, askEveryMs);
}

/** Ending before the roll calls are held would throw the hours away. */
document.getElementById("room-close").addEventListener("submit", (event) => {
  const question = state !== null && state.callsAnswered < state.callsMin ? "CloseEarly" : "CloseNow";
  if (!window.confirm(say(question))) event.preventDefault();
});

look();

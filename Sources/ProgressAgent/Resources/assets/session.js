// Opens viewing sessions at the school's server.

import { playerNow } from "./recorder.js";

/** An answer slower than this would put the player's clock ahead of the school's. */
const quickMs = 700;
const attemptsMax = 3;
const answerMaxMs = 10000;
/** A long lesson on a slow disk. */
const readMaxMs = 60000;

/** Why no viewing session was opened: the answer's status (0: none came) and the problem's short name. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(`${status} ${problem}`);
    this.status = status;
    this.problem = problem;
  }
}

async function ask(lesson, replaces, playerMs) {
  let response;
  try {
    response = await fetch("/v1/viewing-sessions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ lesson, playerMs, replaces, room: document.getElementById("player").dataset.room }),
      signal: AbortSignal.timeout(answerMaxMs),
    });
  } catch {
    throw new Refusal(0, "");
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Refusal(response.status, String(problem.type ?? "").split(":").at(-1));
}

/** Has the server read what it holds of the lesson: what is bad there is fetched anew. */
export async function reportDamage(session) {
  await fetch(`/v1/viewing-sessions/${session}/damage`, { method: "POST", signal: AbortSignal.timeout(readMaxMs) }).catch(() => {});
}

/**
 * @param {string | undefined} replaces this page's own viewing session until now, if it had one
 * @returns the server's answer
 * @throws {Refusal}
 */
export async function openSession(lesson, replaces) {
  let takesOver = false;
  for (let attempt = 1; ; attempt++) {
    const playerMs = playerNow();
    const opened = await ask(lesson, replaces, playerMs);
    takesOver ||= opened.takesOver;
    if (playerNow() - playerMs <= quickMs || attempt === attemptsMax) return { ...opened, takesOver };
    replaces = opened.session;
  }
}

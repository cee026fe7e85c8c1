import Bowser from "bowser";
import type { Instant } from "../../instant.ts";
import { type Session, sessionEndsAt } from "../../tenancy/session.ts";

/** Sessions that have not ended, for an answer; `current` is that of the caller. */
export function toSessionAnswers(sessions: readonly Session[], now: Instant, current: Session | null) {
  return sessions.filter((one) => sessionEndsAt(one) > now).map((one) => toAnswer(one, current));
}

function toAnswer(
  { id, userAgent, network, createdAt, lastUsedAt, expiresAt }: Session,
  own: Session | null,
) {
  const known = { id, current: id === own?.id, userAgent, ...clientOf(userAgent), network };
  return { ...known, createdAt, lastUsedAt, expiresAt };
}

/** The browser with the first number of its version, and the operating system, as a user agent names them. */
function clientOf(userAgent: string): { browser: string | null; system: string | null } {
  if (userAgent === "") return { browser: null, system: null };
  const { browser, os } = Bowser.parse(userAgent);
  const version = browser.version?.split(".")[0];
  return {
    browser: browser.name ? [browser.name, version].filter(Boolean).join(" ") : null,
    system: os.name ?? null,
  };
}

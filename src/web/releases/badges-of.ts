import type { Release } from "../data/releases.ts";
import type { MessageId } from "../language/message-ids.ts";
import type { Tone } from "../ui/badge.tsx";
import { whyNotOffered } from "./not-offered.ts";

const TONES = { planned: "info", published: "good", paused: "warning", withdrawn: "bad" } as const;

/** What the badges of a release say something about. */
export type StatedRelease = Pick<Release, "state" | "critical" | "automaticAt">;

interface ReleaseBadge {
  readonly id: MessageId;
  readonly tone: Tone;
  /** False for the usual states: published, or planned for later. */
  readonly isUnusual: boolean;
}

/** The badges of a release at an instant (milliseconds since 1970): its state, and what is special about it. */
export function badgesOf(release: StatedRelease, now: number): readonly ReleaseBadge[] {
  const { state, critical } = release;
  const isUnusual = state === "paused" || state === "withdrawn";
  const badges: ReleaseBadge[] = [{ id: `releases.state.${state}`, tone: TONES[state], isUnusual }];
  if (critical) badges.push({ id: "releases.critical", tone: "bad", isUnusual: true });
  if (whyNotOffered(release, now) === "overdue") {
    badges.push({ id: "releases.overdue", tone: "warning", isUnusual: true });
  }
  return badges;
}

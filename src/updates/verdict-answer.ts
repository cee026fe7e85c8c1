import { type Build, buildPath } from "../catalog/build.ts";
import { formatRunningVersion, type RunningVersion } from "../catalog/running-version.ts";
import { formatVersion } from "../catalog/version.ts";
import type { VerdictAnswer } from "../contract/verdict.ts";
import { formatInstant, type Instant } from "../instant.ts";
import type { Support } from "../policy/support.ts";
import type { Verdict } from "../policy/verdict.ts";
import { toReasonAnswer } from "./reason-answer.ts";

/** A verdict as JSON, without the time to ask again. */
interface WrittenVerdict<Version> extends Omit<VerdictAnswer, "nextCheckSeconds" | "version"> {
  version: Version;
}

/**
 * A verdict as JSON, without the time to ask again; `origin` is how the client reaches this server. The version of a new
 * installation, for which `running` is null, is null if it is offered nothing.
 */
export function toVerdictAnswer(
  verdict: Verdict,
  running: RunningVersion,
  origin: string,
): WrittenVerdict<string>;
export function toVerdictAnswer(
  verdict: Verdict,
  running: RunningVersion | null,
  origin: string,
): WrittenVerdict<string | null>;
export function toVerdictAnswer(
  verdict: Verdict,
  running: RunningVersion | null,
  origin: string,
): WrittenVerdict<string | null> {
  const { action, final } = verdict;
  const support = toSupportAnswer(verdict.support);
  const reasons = verdict.reasons.map(toReasonAnswer);
  if (action === "stay") {
    const version = running === null ? null : formatRunningVersion(running);
    return { action, version, final, support, reasons };
  }
  const { build, release } = verdict;
  const version = formatVersion(release.version);
  const file = build && toFileAnswer(build, origin);
  return { action, version, ...(file && { build: file }), final, support, reasons };
}

export function toSupportAnswer({ state, endsAt, expiresAt, enforced }: Support): VerdictAnswer["support"] {
  return { state, endsAt: toText(endsAt), expiresAt: toText(expiresAt), enforced };
}

function toText(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

function toFileAnswer(build: Build, origin: string) {
  const { sha512, size, fileName } = build;
  return { url: build.url ?? origin + buildPath(build), sha512, size, fileName };
}

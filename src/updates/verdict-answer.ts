import { type Build, buildPath } from "../catalog/build.ts";
import { formatRunningVersion, type RunningVersion } from "../catalog/running-version.ts";
import { formatVersion } from "../catalog/version.ts";
import type { VerdictAnswer } from "../contract/verdict.ts";
import type { Verdict } from "../policy/verdict.ts";
import { toReasonAnswer } from "./reason-answer.ts";

/** A verdict as JSON, without the time to ask again; `origin` is how the client reaches this server. */
export function toVerdictAnswer(
  verdict: Verdict,
  running: RunningVersion,
  origin: string,
): Omit<VerdictAnswer, "nextCheckSeconds"> {
  const { action, final, support } = verdict;
  const reasons = verdict.reasons.map(toReasonAnswer);
  if (action === "stay") return { action, version: formatRunningVersion(running), final, support, reasons };
  const { build, release } = verdict;
  const version = formatVersion(release.version);
  const file = build && toFileAnswer(build, origin);
  return { action, version, ...(file && { build: file }), final, support, reasons };
}

function toFileAnswer(build: Build, origin: string) {
  const { sha512, size, fileName } = build;
  return { url: build.url ?? origin + buildPath(build), sha512, size, fileName };
}

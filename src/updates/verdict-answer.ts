import { buildPath } from "../catalog/build.ts";
import { formatRunningVersion, type RunningVersion } from "../catalog/running-version.ts";
import { formatVersion } from "../catalog/version.ts";
import type { VerdictAnswer } from "../contract/verdict.ts";
import type { Verdict } from "../policy/decide.ts";
import { toReasonAnswer } from "./reason-answer.ts";

/** A verdict as JSON, without the time to ask again; `origin` is how the client reaches this server. */
export function toVerdictAnswer(
  verdict: Verdict,
  running: RunningVersion,
  origin: string,
): Omit<VerdictAnswer, "nextCheckSeconds"> {
  const reasons = verdict.reasons.map(toReasonAnswer);
  if (verdict.action === "stay") return { action: "stay", version: formatRunningVersion(running), reasons };
  const { build, release } = verdict;
  const { sha512, size, fileName } = build;
  const url = build.url ?? origin + buildPath(build);
  return {
    action: "update",
    version: formatVersion(release.version),
    build: { url, sha512, size, fileName },
    reasons,
  };
}

import type { Shape } from "../client/shape.ts";
import { showInstant } from "./format-text.ts";
import { reasonText } from "./reason-text.ts";
import { showSize } from "./size.ts";

type Explanation = Shape<"ExplainAnswer">;
type Step = Explanation["trace"][number];

/** A verdict as people read it: what to run, why, and then each rule with what it saw. */
export function explainText({ verdict, trace }: Explanation, running?: string): string {
  const { build } = verdict;
  const file = build ? ` (${build.fileName}, ${showSize(build.size)})` : "";
  return [
    headOf(verdict, running, file),
    ...supportLines(verdict.support),
    "",
    "Because",
    ...verdict.reasons.map((reason) => `  ${reasonText(reason)}`),
    "",
    "Rule by rule",
    ...trace.flatMap(stepLines),
  ].join("\n");
}

/** The verdict in a sentence; `running` is undefined for a new installation. */
function headOf({ action, version }: Explanation["verdict"], running: string | undefined, file: string) {
  if (action === "stay") return version === null ? "A new installation gets nothing." : `Stay on ${version}.`;
  return running === undefined
    ? `A new installation gets ${version}${file}.`
    : `Update from ${running} to ${version}${file}.`;
}

/** R29: a line about how long what runs is supported; none where nothing of it is known. */
function supportLines({ state, endsAt, expiresAt, enforced }: Explanation["verdict"]["support"]): string[] {
  if (endsAt === null && expiresAt === null) return [];
  const parts = [
    state,
    ...(endsAt === null ? [] : [`support ends ${showInstant(endsAt)}`]),
    ...(expiresAt === null ? [] : [`expires ${showInstant(expiresAt)}`]),
    ...(enforced ? [] : ["something else decides when it is left"]),
  ];
  return [`Support of what runs: ${parts.join("; ")}.`];
}

function stepLines(step: Step): readonly string[] {
  return [
    `  ${step.rule.padEnd(3)}  ${step.decided.replaceAll("_", " ")}`,
    ...Object.entries(step.saw).flatMap(([name, seen]) => seenLines(name, seen)),
    ...step.entries.map(
      (entry) =>
        `       ledger ${entry.sequence}: ${entry.action} by ${entry.actor.displayName}, ${showInstant(entry.at)}`,
    ),
  ];
}

/** A list takes a line for each item; a value that is null says nothing. */
function seenLines(name: string, seen: unknown): readonly string[] {
  if (seen === null || seen === undefined) return [];
  if (Array.isArray(seen)) return seen.map((item) => `       ${showSeen(item)}`);
  return [`       ${name}: ${showSeen(seen)}`];
}

/** `version 45.4.1.32313, automaticAt 2025-04-29 UTC, blocks (reason no sound)`; a person is shown by name. */
function showSeen(seen: unknown): string {
  if (typeof seen === "string") return showText(seen);
  if (Array.isArray(seen)) return seen.map((item) => `(${showSeen(item)})`).join(" ") || "none";
  if (typeof seen !== "object" || seen === null) return String(seen);
  if ("displayName" in seen) return String(seen.displayName);
  return Object.entries(seen)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${showSeen(value)}`)
    .join(", ");
}

/** Moments are shown as everywhere else. */
function showText(text: string): string {
  return text.endsWith("Z") ? showInstant(text) : text;
}

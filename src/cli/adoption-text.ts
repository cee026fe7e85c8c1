import type { ItemOf } from "../client/operation.ts";
import type { Shape } from "../client/shape.ts";
import type { BehindCode, Condition } from "../policy/behind.ts";
import { formatColumns, showInstant } from "./format-text.ts";

type Adoption = Shape<"getAdoptionAnswer">;
type Installation = ItemOf<"/v1/organizations/{id}/installations">;

/** What each condition means, for a number of installations. */
const CONDITION_TEXTS: Readonly<Record<Condition, string>> = {
  routed: "offered a step on the way (R28)",
  stranded: "kept below a required step (R28)",
  expired: "past the end of life of their version (R30)",
  runs_blocked: "on a release that is withdrawn, or blocked for them (R31)",
  managed: "managed elsewhere, in no other number (R30)",
};

/** Adoption as a few tables; those that have no rows are left out. */
export function adoptionText({
  total,
  current,
  behind,
  conditions,
  versions,
  otherVersions,
}: Adoption): string {
  if (total === 0 && conditions.length === 0) return "No installation has asked for updates yet.";
  const others = otherVersions > 0 ? [{ name: "other versions", installations: otherVersions }] : [];
  const named = versions.map(({ version, installations }) => ({
    name: version ?? "not told",
    installations,
  }));
  const reasons = behind.reasons.map(({ code, installations }) => ({ name: toWords(code), installations }));
  const states = conditions.map(({ code, installations }) => ({
    name: CONDITION_TEXTS[code],
    installations,
  }));
  return [
    `Installations: ${total}. Running what they should, or newer: ${current}. Behind the newest release: ${behind.total}.`,
    ...table("VERSION", [...named, ...others]),
    ...table("BEHIND", reasons),
    ...table("ALSO", states),
  ].join("\n\n");
}

/** Installations one by one. */
export function installationsText(installations: readonly Installation[]): string {
  if (installations.length === 0) return "No installation of this organization has asked for updates yet.";
  return formatColumns([
    ["INSTALLATION", "PLATFORM", "SYSTEM", "RUNS", "OFFERED NOW", "BEHIND", "ALSO", "LAST ASKED"],
    ...installations.map((one) => [
      one.installation,
      `${one.platform}/${one.arch}`,
      one.osVersion ?? "-",
      one.version ?? "-",
      one.offeredNow ?? "-",
      one.behind === null ? "-" : toWords(one.behind),
      one.conditions.map(toWords).join(", ") || "-",
      showInstant(one.lastAskedAt),
    ]),
  ]);
}

interface Row {
  readonly name: string;
  readonly installations: number;
}

function table(heading: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ name, installations }) => [name, String(installations)]);
  return [formatColumns([[heading, "INSTALLATIONS"], ...cells])];
}

function toWords(code: BehindCode | Condition): string {
  return code.replaceAll("_", " ");
}

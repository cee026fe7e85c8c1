import type { Calendar } from "../catalog/calendar.ts";
import type { Architecture, Platform, Target } from "../catalog/platform.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import type { PresentVerdict } from "../policy/verdict.ts";
import { likelyArch, OTHER, readFormat, type SaidText } from "./feed.ts";

/** What the enclosures of an appcast say they are. */
export const OCTETS = "application/octet-stream";

/** What an app that reads appcasts says of what it can install. */
interface Said {
  readonly arch: Architecture | typeof OTHER | null;
  readonly format: SaidText;
}

/** The target of an app that reads appcasts; R27: for what there can be no builds of, no format is any good. */
export function appcastTarget(
  updater: "sparkle" | "winsparkle",
  platform: Platform,
  { arch, format: said }: Said,
  calendar: Calendar,
): Target {
  const any = targetOf(updater, platform, "x64");
  const format = readFormat(updater, platform, said);
  if (arch === OTHER || format === OTHER) return { ...any, formats: [] };
  const x64: Target = format === null ? any : { ...any, formats: [format] };
  return { ...x64, arch: arch ?? likelyArch(x64, calendar) };
}

/** R20: whether the release of a verdict reaches the app as a critical one. */
export function isCriticalIn({ reasons }: PresentVerdict): boolean {
  return reasons.some(({ code }) => code === "critical_release");
}

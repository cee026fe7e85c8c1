/** The gate of a rule that nobody has, as CONTRIBUTING says to write one: nothing new is offered from 10 to 20 December 2026. */
export const FREEZE_GATE = `
import type { Instant } from "../../instant.ts";
import type { Gate } from "./gate.ts";
import { shutBetween } from "./opening.ts";

const FROM = Date.UTC(2026, 11, 10) as Instant;
const UNTIL = Date.UTC(2026, 11, 20) as Instant;

/** R35: nothing new is offered in a freeze window. */
export const FREEZE_WINDOW: Gate = {
  name: "freeze_window",
  rule: "R35",
  isPassedByCritical: true,
  isPassedByStep: true,
  holdsBack: false,
  opening: () => shutBetween(FROM, UNTIL),
  reason: ({ entry }) => ({ code: "frozen", version: entry.release.version, until: UNTIL }),
  trace: { some: "frozen_until", none: "nothing_is_frozen", isAbout: () => true },
};
`;

/** Asks everything that derives from the gates about one release, before the window, inside it and after it. */
export const ASK_EVERYTHING = `
import { calendarAsPlanned } from "./catalog/calendar.ts";
import { NO_EXTRAS } from "./catalog/build.ts";
import { NO_LIMITS } from "./catalog/release.ts";
import { AnswerTable } from "./fleet/answer-table.ts";
import { NOTHING_OF_THE_COMPUTER } from "./policy/gates/gate.ts";
import { decide } from "./policy/decide.ts";
import { forecast } from "./policy/forecast.ts";
import { statusOf } from "./policy/behind.ts";
import { datesOf } from "./policy/release-dates.ts";
import { StepEffects } from "./policy/release-effect.ts";
import { traceReleases } from "./policy/trace-releases.ts";
import { toReasonAnswer } from "./updates/reason-answer.ts";

const day = (date) => Date.UTC(2026, 11, date);
const release = {
  id: "new", version: { parts: [46, 12] }, automaticAt: day(12), slowAt: null, rolloutDays: 0, critical: null, notes: "", state: "published", ...NO_LIMITS,
};
const build = {
  id: "b", releaseId: "new", platform: "win", arch: "x64", format: "exe", fileName: "a.exe", size: 1, sha256: null, sha512: "s", ...NO_EXTRAS,
  url: null, addedAt: day(1),
};
const calendar = [{ release, history: [{ knownAt: day(1), release }], builds: [build] }];
const standing = { schedule: { cadence: "automatic" }, hold: null };
const governed = { code: "vendor_default", standing };
const target = { platform: "win", arch: "x64", formats: null };
const running = { parts: [46, 11] };
const table = new AnswerTable(governed, target, calendar);
const count = { standing, organizations: 3 };
const answers = [8, 13, 15, 19, 20, 25].map((date) => {
  const at = day(date);
  const asked = { at, target, running, installation: null, installedAt: null, manual: false, ...NOTHING_OF_THE_COMPUTER };
  const verdict = decide(asked, governed, calendar);
  const prepared = table.answer(at, { running: "46.11", ...NOTHING_OF_THE_COMPUTER }, () => running);
  const traced = traceReleases({ asked, standing, calendar, entries: [] }, verdict);
  return {
    date,
    decided: verdict.action,
    prepared: prepared.verdict.action,
    behind: statusOf(asked, governed, calendar).behind,
    offered: new StepEffects({ releaseId: "new", before: calendar, after: calendar }, at).of(standing).before.offered !== null,
    traced: traced.find(({ rule }) => rule === "R5").saw.releases.map(({ decided }) => decided),
    told: traced.find(({ rule }) => rule === "R35").decided,
    reasons: verdict.reasons.map(toReasonAnswer).filter(({ code }) => code === "frozen"),
  };
});
const coming = forecast(standing, calendarAsPlanned(calendar, day(8)), { after: day(8), to: null });
console.log(JSON.stringify({
  answers,
  forecast: coming.map(({ eligibleAt }) => new Date(eligibleAt).toISOString().slice(0, 10)),
  dates: datesOf({ entry: calendar[0], planned: calendar, now: day(25) }, [count]).map(({ at }) => new Date(at).toISOString().slice(0, 10)),
}));
`;

import type { Instant } from "../../instant.ts";
import { statusOf } from "../../policy/behind.ts";
import type { Installation } from "../../store/tables/installation-row.ts";
import { toSupportAnswer } from "../../updates/verdict-answer.ts";
import type { Context } from "../context.ts";
import { toNextAnswer } from "../forecast/foresight-answer.ts";
import { questionOfInstallation, runningOf } from "../forecast/installation-question.ts";
import { readVersion } from "./version-counts.ts";

/** An installation as it last asked, with its verdict at `now`. */
export function toInstallationAnswer(
  { fleet }: Pick<Context, "fleet">,
  installation: Installation,
  now: Instant,
) {
  const { organizationId, id, userId, platform, arch, updater, osVersion, isManaged } = installation;
  const question = questionOfInstallation(installation, now);
  const standingClass = fleet.standingClassOf(organizationId, userId);
  const verdict = fleet.decide(standingClass, question);
  const { behind, conditions } = statusOf(question, standingClass, fleet.calendar);
  const { next } = fleet.foresightAt(now).ofOne(question, standingClass.standing, now);
  return {
    installation: id,
    userId,
    platform,
    arch,
    updater,
    version: runningOf(installation),
    osVersion,
    managed: isManaged,
    lastAskedAt: installation.lastAskedAt,
    action: verdict.action,
    offered: installation.offered === null ? null : readVersion(installation.offered),
    offeredNow: verdict.action === "update" ? verdict.release.version : null,
    ...(next && {
      next: toNextAnswer({ release: next.release, at: next.at, basis: "counted", isExact: true }),
    }),
    behind,
    conditions: [...conditions],
    support: toSupportAnswer(verdict.support),
  };
}

import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type Release, USUAL_WARN_DAYS } from "../../catalog/release.ts";
import { ReleaseAnswer, ReleaseBody } from "../../contract/release.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const createRelease = endpoint({
  method: "POST",
  path: "/v1/releases",
  summary: "Enter a release with its dates (R3); planned unless said otherwise (R19)",
  body: ReleaseBody,
  answer: ReleaseAnswer,
  makes: "release",
  status: 201,
  handle: ({ actor, body }, context) =>
    perform(context, actor, { kind: "create_release", release: toRelease(body) }, toReleaseAnswer),
});

/** Makes a new release from its body. */
export function toRelease(body: z.output<typeof ReleaseBody>): Release {
  const { expiresAt = null } = body;
  return {
    id: randomUUID(),
    version: body.version,
    automaticAt: body.automaticAt,
    slowAt: body.slowAt ?? null,
    rolloutDays: body.rolloutDays ?? 0,
    critical: body.critical ?? null,
    notes: body.notes ?? "",
    state: body.state ?? "planned",
    floor: body.floor ?? null,
    supportEndsAt: body.supportEndsAt ?? null,
    expiresAt,
    warnDays: body.warnDays ?? USUAL_WARN_DAYS,
    expiryReason: expiresAt === null ? null : (body.expiryReason ?? null),
    blocks: body.blocks ?? [],
  };
}

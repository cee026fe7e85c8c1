import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ARCHITECTURES, type Architecture } from "../../catalog/platform.ts";
import { formatVersion, parseVersion } from "../../catalog/version.ts";
import {
  ELECTRON_INSTALLATION_HEADER,
  electronTarget,
  formatElectronFeed,
  isElectronFormat,
  parseElectronFeedFile,
} from "../../feeds/electron.ts";
import type { StandingClass } from "../../fleet/standing-class.ts";
import { targetIndex } from "../../fleet/targets.ts";
import { parseInstant } from "../../instant.ts";
import type { Question } from "../../policy/judge.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { namesTag, tagOfText } from "../../updates/entity-tag.ts";
import { lagHeaders, lagSeconds } from "../../updates/lag.ts";
import { noteCheckIn } from "../../updates/note-check-in.ts";
import { cacheControl, sharedSeconds } from "../../updates/shared-answer.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";

interface FeedRequest {
  Params: { organization: string; file: string };
  Querystring: Record<string, string | undefined>;
}

/** `GET /feeds/electron/{organization}/{file}`: the same decision in the format of electron-updater's generic provider. */
export function registerElectronFeed(app: FastifyInstance, context: Context): void {
  app.get<FeedRequest>("/feeds/electron/:organization/:file", async (request, reply) => {
    return answerFeed(context, request, reply);
  });
}

function answerFeed(
  context: Context,
  request: FastifyRequest<FeedRequest>,
  reply: FastifyReply,
): FastifyReply {
  const { organization, file: fileName } = request.params;
  const { query, headers } = request;
  const file = parseElectronFeedFile(fileName);
  if (!file) return sendRefusal(reply, notFound("feed file").error);
  const { calendar } = context.fleet;
  const format = query.format?.toLowerCase() ?? "";
  const target = electronTarget(
    file,
    { arch: readArch(query.arch), format: isElectronFormat(file.platform, format) ? format : null },
    calendar,
  );
  const stagingId = headers[ELECTRON_INSTALLATION_HEADER];
  const running = parseVersion(query.version ?? "");
  const installedAt = parseInstant(query.installedAt ?? "");
  const asked: Question = {
    at: context.now(),
    target,
    running: running.ok ? running.value : null,
    installation: query.installation ?? (typeof stagingId === "string" ? stagingId : null),
    installedAt: installedAt.ok ? installedAt.value : null,
    manual: query.manual === "true" || query.manual === "1",
  };
  const user = query.user ?? null;
  const number = context.fleet.numberOf(organization);
  const place = context.fleet.placeOf(number, user);
  const verdict = context.fleet.decide(place, asked);
  context.checks.feed[verdict.action]++;
  noteCheckIn(context, {
    ...{ organization, number, installation: asked.installation, user },
    target: targetIndex(target.platform, target.arch),
    running: running.ok ? formatVersion(running.value) : null,
    ...{ verdict, at: asked.at },
  });
  const text = formatElectronFeed({ verdict, target, running: asked.running, calendar });
  return sendFeed(context, request, reply, { text, seconds: secondsKept(context, query, place, asked) });
}

/**
 * For how many seconds a feed may be kept on its way. Every electron-updater says its installation in a header, which makes
 * no difference unless a release is being rolled out (R18); one that is named in the address is to be counted.
 */
function secondsKept(
  context: Context,
  { user, installation, installedAt, manual }: FeedRequest["Querystring"],
  place: StandingClass,
  { target, at }: Question,
): number {
  const { fleet } = context;
  const number = targetIndex(target.platform, target.arch);
  const namesSomebody = [user, installation, installedAt, manual].some((said) => said !== undefined);
  if (namesSomebody || !fleet.isAlikeForAll(place, number, at)) return 0;
  return sharedSeconds(context, lagSeconds(context), fleet.millisecondsToNextDate(place, number, at));
}

function sendFeed(
  context: Context,
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { text, seconds }: { readonly text: string; readonly seconds: number },
): FastifyReply {
  reply.headers({ "cache-control": cacheControl(seconds), ...lagHeaders(context) });
  if (seconds > 0) {
    const tag = tagOfText(text, "strong");
    reply.header("etag", tag);
    const known = headers["if-none-match"];
    if (known !== undefined && namesTag(known, tag)) return reply.status(304).send();
  }
  return reply.type("text/yaml; charset=utf-8").send(text);
}

/** What an updater says of itself is taken where it is understood; a feed must not fail over the rest. */
function readArch(text: string | undefined): Architecture | null {
  return ARCHITECTURES.find((arch) => arch === text) ?? null;
}

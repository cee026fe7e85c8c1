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
import { targetIndex } from "../../fleet/targets.ts";
import { parseInstant } from "../../instant.ts";
import type { Question } from "../../policy/judge.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";
import { notFound } from "../refusals.ts";
import { lagHeaders } from "./lag.ts";
import { noteCheckIn } from "./note-check-in.ts";

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
  const verdict = context.fleet.decide(context.fleet.place(organization, query.user ?? null), asked);
  context.checks.feed[verdict.action]++;
  noteCheckIn(context, {
    ...{ organization, installation: asked.installation, user: query.user ?? null },
    target: targetIndex(target.platform, target.arch),
    running: running.ok ? formatVersion(running.value) : null,
    ...{ verdict, at: asked.at },
  });
  const text = formatElectronFeed({ verdict, target, running: asked.running, calendar });
  const said = { "cache-control": "private, no-store", ...lagHeaders(context) };
  return reply.headers(said).type("text/yaml; charset=utf-8").send(text);
}

/** What an updater says of itself is taken where it is understood; a feed must not fail over the rest. */
function readArch(text: string | undefined): Architecture | null {
  return ARCHITECTURES.find((arch) => arch === text) ?? null;
}

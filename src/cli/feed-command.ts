import type { Command } from "commander";
import { PLATFORMS } from "../catalog/platform.ts";
import { UPDATERS } from "../catalog/updaters.ts";
import { askFeed, type FeedAnswer } from "../client/ask-feed.ts";
import type { Options } from "../client/operation.ts";
import { unreachable } from "../client/refusal.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure, toFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { type Connection, connectionText } from "./feed-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface ShowOptions {
  readonly organization: string;
  readonly protocol: string;
  readonly platform: string;
  readonly arch: string;
  readonly appVersion: string;
  readonly user?: string;
}

type Query = Options<"GET", "/v1/organizations/{id}/connections">["params"]["query"];
type ExplainQuery = Options<"GET", "/v1/organizations/{id}/explain">["params"]["query"];

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice feed show`: how an app is connected, and what it would be told now. */
export function addFeedCommand(program: Command, session: Session): void {
  const feed = withExample(
    program.command("feed").description("connect an app: the lines to write, and what its updater is told"),
    `sluice feed show --protocol tauri --organization ${ID}`,
  );
  const show = feed
    .command("show")
    .description("show the configuration of an app, ask its feed as its updater would, and say why")
    .requiredOption("--protocol <name>", `one of ${UPDATERS.join(", ")}`)
    .requiredOption("--organization <id>", "the organization that the app belongs to")
    .option("--platform <platform>", "win, mac or linux; else the first that the protocol is for")
    .option("--arch <arch>", "x64 or arm64", "x64")
    .option("--app-version <version>", "what the app calls itself", "1.0.0")
    .option("--user <id>", "the user that is signed in")
    .option(...JSON_OPTION);
  withExample(
    show,
    `sluice feed show --protocol sparkle --organization ${ID} --arch arm64 --app-version 46.8.0.35593`,
  ).action(answering(session, (options: ShowOptions) => showFeed(session, options)));
}

async function showFeed({ terminal }: Session, options: ShowOptions): Promise<Outcome> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const found = await findConnection(client.value, options);
  if (!found.ok) return found;
  const { connection, platform } = found.value;
  const { organization: id, protocol, arch, appVersion: version, user } = options;
  const query = { platform, arch, version, updater: protocol, user } as NonNullable<ExplainQuery>;
  const asked = client.value.api.GET("/v1/organizations/{id}/explain", { params: { path: { id }, query } });
  const explained = await orFailure(asked);
  if (!explained.ok) return explained;
  const { verdict } = explained.value.body;
  const answer = await askAs(client.value.url, connection.request);
  if (!answer.ok) return answer;
  const text = connectionText(connection, answer.value, verdict);
  return ok({ text, json: { ...connection, answer: answer.value, verdict } });
}

/** What the updater is told, without a token. Refuses `server_unreachable`. */
async function askAs(
  { origin, pathname }: URL,
  request: Connection["request"],
): Promise<Result<FeedAnswer, Failure>> {
  const server = origin + pathname.replace(/\/$/, "");
  try {
    return ok(await askFeed(server, request));
  } catch (error) {
    return toFailure(unreachable(server + request.path, error));
  }
}

/** The connection for the platform that was said, or the first platform that the protocol is for. */
async function findConnection(client: Client, options: ShowOptions): Promise<Result<Found, Failure>> {
  const { organization: id, protocol, arch, appVersion: version, user } = options;
  const platforms = options.platform === undefined ? PLATFORMS : [options.platform];
  for (const platform of platforms) {
    const query = { updater: protocol, platform, arch, version, user } as NonNullable<Query>;
    const answer = await orFailure(
      client.api.GET("/v1/organizations/{id}/connections", { params: { path: { id }, query } }),
    );
    if (!answer.ok) return answer;
    const [connection] = answer.value.body.items;
    if (connection) return ok({ connection, platform });
  }
  const message = `${protocol} is not for ${options.platform}; leave --platform out, or give another protocol`;
  return fail(EXIT.usage, { code: "platform_unknown", message });
}

interface Found {
  readonly connection: Connection;
  readonly platform: string;
}

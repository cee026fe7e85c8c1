import type { Command } from "commander";
import type { Options } from "../client/operation.ts";
import type { Shape } from "../client/shape.ts";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { installationLines, nextText } from "./next-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

type Query = Options<"GET", "/v1/organizations/{id}/forecast">["params"]["query"];
type Forecast = Shape<"ForecastAnswer">;

interface ForecastOptions {
  readonly user?: string;
  readonly from?: string;
  readonly to?: string;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice forecast`: what the installations of an organization or a user get, and when, if nothing changes (R17, R56). */
export function addForecastCommand(program: Command, session: Session): void {
  const forecast = program
    .command("forecast <organization>")
    .description("say what the installations of an organization get and when, if nothing changes")
    .option("--user <id>", "only those of one user")
    .option("--from <moment>", "only what comes after this moment, else from now on")
    .option("--to <moment>", "only what comes up to this moment")
    .option(...JSON_OPTION);
  withExample(forecast, `sluice forecast ${ID}`, `sluice forecast ${ID} --to 2027-03-01`).action(
    answering(session, (id: string, options: ForecastOptions) => showForecast(session, id, options)),
  );
}

async function showForecast(session: Session, given: string, options: ForecastOptions): Promise<Outcome> {
  const id = readId(given);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { user, from, to } = options;
  const query: Query = { user, from, to };
  const params = { path: { id: id.value }, query };
  const answer = await orFailure(client.value.api.GET("/v1/organizations/{id}/forecast", { params }));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: forecastText(body), json: body });
}

function forecastText({ next, installations, offers, expiries }: Forecast): string {
  return [
    `Next: ${nextText(next)}`,
    ...installationLines(installations),
    ...expiries.map(
      (one) => `End of life of ${one.version}, which ${one.installations} run: ${showInstant(one.at)}`,
    ),
    ...(offers.length > 0 ? ["", offersText(offers)] : []),
  ].join("\n");
}

function offersText(offers: Forecast["offers"]): string {
  return formatColumns([
    ["VERSION", "FROM", "INSTALLATIONS", "BY WAY OF"],
    ...offers.map(({ version, at, installations, via }) => [
      version,
      showInstant(at),
      installations === 0 ? "a new one" : String(installations),
      via.join(", ") || "-",
    ]),
  ]);
}

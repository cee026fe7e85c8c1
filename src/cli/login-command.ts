import type { Command } from "commander";
import type { Answer } from "../client/answer.ts";
import type { Shape } from "../client/shape.ts";
import type { RefusalCode } from "../refusal-code.ts";
import { ok, type Result } from "../result.ts";
import { type Client, clientOf, orFailure, readServerUrl, tokenOf } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { openQuestions, type Questions } from "./questions.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { keepSession } from "./session-file.ts";

type SessionResult = Result<Answer<Shape<"SessionCreated">>, Failure>;

/** `sluice login`: opens a session and keeps it for the commands that follow. */
export function addLoginCommand(program: Command, session: Session): void {
  const login = program
    .command("login")
    .description(
      "sign in with e-mail address and password; they are asked for, or the password is the first line of standard input, and the code of a second factor, or your own password where it was good once, the next",
    )
    .option("--email <address>", "the e-mail address; asked for on a terminal where it is left out")
    .option(...JSON_OPTION);
  withExample(
    login,
    "sluice login --email ann@example.org",
    "sluice login --email ann@example.org < password.txt",
  ).action(answering(session, (options: { email?: string }) => logIn(session, options.email)));
}

async function logIn({ terminal }: Session, given: string | undefined): Promise<Outcome> {
  const url = readServerUrl(terminal);
  if (!url.ok) return url;
  const client = clientOf(url.value, null);
  const questions = openQuestions(terminal);
  const email = await readEmail(questions, given);
  if (!email.ok) return email;
  const created = await openSession(client, questions, email.value);
  if (!created.ok) return created;
  const { token, expiresAt, person, role } = created.value.body;
  const kept = keepSession(terminal.configDirectory, client.url, {
    token,
    email: email.value,
    expiresAt,
  });
  if (!kept.ok) return kept;
  const wins = tokenOf(terminal) ? "\nThe token in the environment (SLUICE_TOKEN) still wins over it." : "";
  return ok({
    text: `Signed in to ${client.url.origin} as ${person.displayName} (${role}).${wins}`,
    json: { url: client.url.origin, person, role, expiresAt },
  });
}

async function readEmail(questions: Questions, given: string | undefined): Promise<Result<string, Failure>> {
  if (given !== undefined) return ok(given);
  if (questions.isPerson) return questions.ask("E-mail address");
  const message = "Without a terminal, give the e-mail address: --email ann@example.org";
  return fail(EXIT.usage, { code: "email_missing", message });
}

/** Asks for a new password after signing in with a one-time password: until then the server refuses everything else. */
async function openSession(client: Client, questions: Questions, email: string): Promise<SessionResult> {
  const password = await questions.askSecret("Password");
  if (!password.ok) return password;
  const body = { email, password: password.value };
  const created = await signIn(client, questions, body);
  if (!created.ok || !created.value.body.passwordChangeNeeded) return created;
  const chosen = await chooseOwn(questions);
  if (!chosen.ok) return chosen;
  const { api } = clientOf(client.url, created.value.body.token);
  const passwords = { currentPassword: password.value, newPassword: chosen.value };
  return orFailure(api.PUT("/v1/me/password", { body: passwords }));
}

/** Asks for a code if the account has a second factor. Passkeys work in browsers alone. */
async function signIn(
  { api }: Client,
  questions: Questions,
  body: { readonly email: string; readonly password: string },
): Promise<SessionResult> {
  const opened = await orFailure(api.POST("/v1/sessions", { body }));
  if (opened.ok || opened.error.code !== ("second_factor_required" satisfies RefusalCode)) return opened;
  const code = await questions.askSecret("Code of the app, or a recovery code");
  return code.ok ? orFailure(api.POST("/v1/sessions", { body: { ...body, code: code.value } })) : code;
}

/** A person types it twice, because it is not shown. */
async function chooseOwn(questions: Questions): Promise<Result<string, Failure>> {
  const chosen = await questions.askSecret("This password is good once. Your own, 12 characters or more");
  if (!chosen.ok || !questions.isPerson) return chosen;
  const again = await questions.askSecret("Again");
  if (!again.ok || again.value === chosen.value) return again;
  const message = "The two passwords are not the same; sign in again with the one-time password.";
  return fail(EXIT.usage, { code: "passwords_differ", message });
}

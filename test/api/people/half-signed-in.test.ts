import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { accepted, send } from "../caller.ts";
import { registeredRoutes } from "../registered-routes.ts";
import { usePeopleServer } from "./people-server.ts";
import { enter, enterAndSignIn, signIn } from "./sign-in.ts";

const server = usePeopleServer({ secondFactor: "vendor" });

/** What every session may do, whatever must be done in it first. */
const ALWAYS = ["GET /v1/me", "PUT /v1/me/password", "DELETE /v1/sessions/current"];
/** What a session may do that lacks nothing but a second factor. */
const FACTORS = "/v1/me/second-factors";
const SETTING_UP = [
  `GET ${FACTORS}`,
  `POST ${FACTORS}/totp`,
  `POST ${FACTORS}/totp/confirm`,
  `POST ${FACTORS}/passkey`,
  `POST ${FACTORS}/passkey/confirm`,
];

/** The routes that answer nobody without a sign-in, as the server has them: imports, uploads and streams, too. */
let routes: readonly string[];

beforeAll(async () => {
  const needing: string[] = [];
  for (const route of await registeredRoutes(server())) {
    if ((await call(route, null)).status === 401) needing.push(route);
  }
  routes = needing;
});

/** The path of a route that exists for nobody's data; a HEAD is asked for as the GET that it is. */
function call(route: string, token: string | null) {
  const [method = "", path = ""] = route.split(" ");
  const headers = { "tus-resumable": "1.0.0" };
  return send(server(), token, { method, path: path.replace(/\{\w+\}|\*/g, () => randomUUID()), headers });
}

async function expectEachRefused(token: string, open: readonly string[], code: string) {
  for (const route of routes) {
    const isOpen = open.includes(route.replace(/^HEAD/, "GET").replace(/\{\w+\}/g, ":id"));
    if (isOpen) continue;
    const { status, json } = await call(route, token);
    expect([route, status], JSON.stringify(json)).toEqual([route, 403]);
    if (!route.startsWith("HEAD")) expect([route, json.errors[0].code]).toEqual([route, code]);
  }
}

describe("of all routes that need a sign-in", () => {
  test("there are more than the endpoints: those of files, streams and imports", () => {
    expect(routes.length).toBeGreaterThan(120);
    for (const one of ["GET /v1/events", "POST /v1/uploads", "GET /v1/exports/organizations"]) {
      expect(routes).toContain(one);
    }
  });

  test("a session without its required second factor is refused each but what sets one up", async () => {
    const { token } = await enterAndSignIn(server());
    await expectEachRefused(token, [...ALWAYS, ...SETTING_UP], "second_factor_setup_needed");
  });

  test("a session with a one-time password is refused each but the choice of a password", async () => {
    const person = await enter(server());
    const { token } = accepted(await signIn(server(), person.email, person.oneTimePassword));
    await expectEachRefused(token, ALWAYS, "password_change_needed");
  });
});

import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ENDPOINTS } from "../../../src/api/endpoints.ts";
import { accepted, expectRefusal, get, refusedCall } from "../caller.ts";
import { make } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { PROOF, post, setUpApp } from "./second-factor.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer({ secondFactor: "vendor" });
const FACTORS = "/v1/me/second-factors";

/** What a session does before there is a second factor: look at itself, set one up, choose a password and end. */
const OPEN = [
  "GET /v1/me",
  "PUT /v1/me/password",
  "DELETE /v1/sessions/current",
  `GET ${FACTORS}`,
  `POST ${FACTORS}/totp`,
  `POST ${FACTORS}/totp/confirm`,
  `POST ${FACTORS}/passkey`,
  `POST ${FACTORS}/passkey/confirm`,
];

describe("where the vendor's administrators must have a second factor", () => {
  test("a session without one is refused every other call, and says so", async () => {
    const { token, email } = await enterAndSignIn(server());
    expect(accepted(await signIn(server(), email, PASSWORD)).secondFactorNeeded).toBe(true);
    expect(await get(server(), token, "/v1/me")).toMatchObject({
      secondFactorNeeded: true,
      secondFactors: [],
    });
    expect(await get(server(), token, FACTORS)).toMatchObject({ isRequired: true });
    for (const { method, path } of ENDPOINTS) {
      if (OPEN.includes(`${method} ${path}`)) continue;
      const call = { method, path: path.replace(/:\w+/g, () => randomUUID()) };
      await refusedCall(server(), token, call, 403, "second_factor_setup_needed");
    }
  });

  test("the same session goes on once there is one, and the last one stays", async () => {
    const { token } = await enterAndSignIn(server());
    const { id } = await setUpApp(server(), token);
    expect(await get(server(), token, "/v1/me")).toMatchObject({ secondFactorNeeded: false });
    await get(server(), token, "/v1/partners");
    expectRefusal(await post(server(), token, `${FACTORS}/${id}/remove`, PROOF), 409, "last_second_factor");
  });

  test("who lost it and had it removed from above sets one up again first", async () => {
    const [person, manager] = [await enterAndSignIn(server()), await enterAndSignIn(server())];
    await setUpApp(server(), person.token);
    await setUpApp(server(), manager.token);
    const path = `/v1/administrators/${person.id}/second-factors`;
    const response = await fetch(server().url + path, {
      method: "DELETE",
      headers: { authorization: `Bearer ${manager.token}` },
    });
    expect(response.status).toBe(200);
    const again = accepted(await signIn(server(), person.email, PASSWORD));
    expect(again.secondFactorNeeded).toBe(true);
    const call = { method: "GET", path: "/v1/partners" };
    await refusedCall(server(), again.token, call, 403, "second_factor_setup_needed");
  });

  test("a partner's people need none, and neither do tokens", async () => {
    const partnerId = await make(server(), "/v1/partners", { name: "Alpha" });
    const { token } = await enterAndSignIn(server(), { role: "partner_full_admin", partnerId });
    expect(await get(server(), token, "/v1/me")).toMatchObject({ secondFactorNeeded: false });
    await get(server(), token, "/v1/partners");
  });
});

import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, get, refusedCall, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer();
const ME = { method: "GET", path: "/v1/me" };
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function withTwo(body: object = {}) {
  const person = await enterAndSignIn(server(), body);
  const { token: other } = accepted(
    await signIn(server(), person.email, PASSWORD, { "user-agent": FIREFOX }),
  );
  return { ...person, other: other as string };
}

describe("one's own sessions", () => {
  test("say from which network, browser and system, and which is this one", async () => {
    const { token } = await withTwo();
    const { items } = await get(server(), token, "/v1/sessions");
    const told = items.map((one: Record<string, unknown>) => [
      one.browser,
      one.system,
      one.network,
      one.current,
    ]);
    expect(told).toContainEqual(["Firefox 140", "Windows", "127.0.0.0/24", false]);
    expect(told).toContainEqual([null, null, "127.0.0.0/24", true]);
  });

  test("end one by one, and all but this one; never anybody else's", async () => {
    const [person, stranger] = [await withTwo(), await withTwo()];
    const { items } = await get(server(), person.token, "/v1/sessions");
    const { id } = items.find((one: { current: boolean }) => !one.current);
    const path = `/v1/sessions/${id}`;
    await refusedCall(server(), stranger.token, { method: "DELETE", path }, 404, "not_found");
    accepted(await send(server(), person.token, { method: "DELETE", path }));
    await refusedCall(server(), person.other, ME, 401, "session_ended");
    accepted(await send(server(), stranger.token, { method: "DELETE", path: "/v1/sessions" }));
    await refusedCall(server(), stranger.other, ME, 401, "session_ended");
    for (const token of [person.token, stranger.token]) await get(server(), token, "/v1/me");
  });
});

describe("sessions of others", () => {
  test("are seen and ended by who manages the person, and the audit says so", async () => {
    const person = await withTwo();
    const manager = await enterAndSignIn(server());
    const path = `/v1/administrators/${person.id}/sessions`;
    const { items } = await get(server(), manager.token, path);
    expect(items.map((one: { current: boolean }) => one.current)).toEqual([false, false]);
    const firefox = items.find((one: { browser: string | null }) => one.browser !== null);
    accepted(await send(server(), manager.token, { method: "DELETE", path: `${path}/${firefox.id}` }));
    await refusedCall(server(), person.other, ME, 401, "session_ended");
    await get(server(), person.token, "/v1/me");
    accepted(await send(server(), manager.token, { method: "DELETE", path }));
    await refusedCall(server(), person.token, ME, 401, "session_ended");
    const audit = await get(server(), VENDOR_TOKEN, "/v1/adminAudit/events?subject=administrator&max=2");
    for (const entry of audit.items) {
      expect(entry).toMatchObject({
        action: "end_sessions",
        subjectId: person.id,
        actor: { id: manager.id },
      });
    }
  });

  test("are not ended under the id of another person", async () => {
    const [person, other] = [await withTwo(), await withTwo()];
    const { items } = await get(server(), VENDOR_TOKEN, `/v1/administrators/${person.id}/sessions`);
    const path = `/v1/administrators/${other.id}/sessions/${items[0].id}`;
    await refusedCall(server(), VENDOR_TOKEN, { method: "DELETE", path }, 404, "not_found");
  });

  test("of a customer's people are ended by its partner, of whom the customer is told nothing more", async () => {
    const partnerId = await make(server(), "/v1/partners", { name: "Alpha" });
    const organizationId = await make(server(), "/v1/organizations", {
      name: "Acme",
      partnerIds: [partnerId],
    });
    const admin = await enterAndSignIn(server(), { role: "partner_full_admin", partnerId });
    const owner = await enterAndSignIn(server(), { role: "organization_full_admin", organizationId });
    accepted(
      await send(server(), admin.token, {
        method: "DELETE",
        path: `/v1/administrators/${owner.id}/sessions`,
      }),
    );
    await refusedCall(server(), owner.token, ME, 401, "session_ended");
    const path = `/v1/administrators/${admin.id}/sessions`;
    const again = accepted(await signIn(server(), owner.email, PASSWORD));
    await refusedCall(server(), again.token, { method: "GET", path }, 404, "not_found");
    await refusedCall(server(), again.token, { method: "DELETE", path }, 404, "not_found");
  });
});

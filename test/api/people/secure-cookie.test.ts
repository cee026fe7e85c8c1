import { expect, test } from "vitest";
import { send } from "../caller.ts";
import { usePeopleServer } from "./people-server.ts";
import { enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

const server = usePeopleServer({ publicUrl: "https://updates.example.org" });

test("behind https the cookie goes over https only, and no other host can set it", async () => {
  const person = await enterAndSignIn(server());
  const answered = await signIn(server(), person.email, PASSWORD);
  expect(answered.headers.getSetCookie()).toEqual([
    `__Host-sluice_session=${answered.json.token}; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Strict`,
  ]);
  const call = (headers: Record<string, string>) =>
    send(server(), null, { method: "DELETE", path: "/v1/sessions/current", headers });
  const cookie = `__Host-sluice_session=${answered.json.token}`;
  expect((await call({ cookie: cookie.replace("__Host-", "") })).status).toBe(401);
  expect((await call({ cookie, origin: server().url })).status).toBe(403);
  expect((await call({ cookie, origin: "https://updates.example.org" })).status).toBe(204);
});

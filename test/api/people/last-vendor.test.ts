import { expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, refusedCall, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { enter } from "./sign-in.ts";

const server = usePeopleServer();

test("nobody deletes, demotes or disables the last vendor administrator that may sign in", async () => {
  const partnerId = await make(server(), "/v1/partners", { name: "Alpha" });
  const [first, second] = [await enter(server()), await enter(server())];
  await enter(server(), { role: "partner_full_admin", partnerId });
  const path = (id: string) => `/v1/administrators/${id}`;
  const disable = { method: "PATCH", path: path(second.id), body: { disabled: true } };
  accepted(await send(server(), VENDOR_TOKEN, disable));
  for (const call of [
    { method: "DELETE", path: path(first.id) },
    { method: "PATCH", path: path(first.id), body: { disabled: true } },
    { method: "PATCH", path: path(first.id), body: { role: "partner_full_admin", partnerId } },
  ]) {
    await refusedCall(server(), VENDOR_TOKEN, call, 409, "last_vendor_admin");
  }
  expect((await send(server(), VENDOR_TOKEN, { method: "DELETE", path: path(second.id) })).status).toBe(204);
  await enter(server());
  expect((await send(server(), VENDOR_TOKEN, { method: "DELETE", path: path(first.id) })).status).toBe(204);
});

test("two who remove each other at the same time leave one", async () => {
  const found = await send(server(), VENDOR_TOKEN, { method: "GET", path: "/v1/administrators?q=olga" });
  const [left] = found.json.items.filter((one: { role: string }) => one.role === "vendor_admin");
  const other = await enter(server());
  const statuses = await Promise.all(
    [left.id, other.id].map(async (id) => {
      const call = { method: "DELETE", path: `/v1/administrators/${id}` };
      return (await send(server(), VENDOR_TOKEN, call)).status;
    }),
  );
  expect(statuses.sort()).toEqual([204, 409]);
});

import { beforeAll, expect, test } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, send } from "../caller.ts";
import { make, type Tenancy } from "../tenancy.ts";
import { addBuilds, adoption, adoptionGround, check, checkIn } from "./ground.ts";

let store: Store;
let here: Tenancy;

beforeAll(async () => {
  store = await borrowStore("embedded");
  here = await adoptionGround(store);
  return async () => {
    await here.server.close();
    await store.close();
  };
});

interface Listed {
  readonly installation: string;
  readonly managed: boolean;
  readonly behind: string | null;
  readonly conditions: readonly string[];
}

test("Adoption counts what a computer said of itself, and those that something else manages apart; the list says it of each (R28 to R32)", async () => {
  const { server, acme } = here;
  const dates = { state: "published", automaticAt: "2026-01-20", slowAt: "2026-01-20" };
  const first = await make(server, "/v1/releases", { ...dates, version: "44.0" });
  const step = await make(server, "/v1/releases", { ...dates, version: "44.9" });
  for (const release of [first, step]) await addBuilds(server, release);
  const crashing = { platform: "win", osVersion: { from: "10.0.19045", below: "10.0.22631" } };
  const limits = [
    [first, { expiresAt: "2026-03-01", expiryReason: "a fault" }],
    [step, { floor: { reason: "it moves the data" }, blocks: [{ ...crashing, reason: "it crashes" }] }],
  ] as const;
  for (const [release, body] of limits) {
    accepted(await send(server, VENDOR_TOKEN, { method: "PATCH", path: `/v1/releases/${release}`, body }));
  }
  const said = { organization: acme, version: "44.0" };
  await check(server, { ...said, installation: "routed", osVersion: "10.0.22631" });
  await check(server, { ...said, installation: "stranded", osVersion: "10.0.20000" });
  await check(server, { ...said, installation: "silent" });
  await check(server, { ...said, installation: "blocked", version: "44.9", osVersion: "10.0.19045" });
  await check(server, { ...said, installation: "current", version: "45.2", osVersion: "no system" });
  await checkIn(server, { ...said, installation: "managed", managed: "1", osVersion: "10.0.22631" });
  const { items }: { readonly items: readonly Listed[] } = await get(
    server,
    here.tokens.organization_read_only,
    `/v1/organizations/${acme}/installations`,
  );
  expect(Object.fromEntries(items.map(({ installation, conditions }) => [installation, conditions]))).toEqual(
    {
      routed: ["routed", "expired"],
      stranded: ["stranded", "expired"],
      silent: ["stranded", "expired"],
      blocked: ["runs_blocked"],
      current: [],
      managed: ["expired", "managed"],
    },
  );
  expect(items.find(({ installation }) => installation === "routed")).toMatchObject({
    osVersion: "10.0.22631",
    managed: false,
    action: "update",
    offeredNow: "44.9",
    behind: "not_updated_yet",
    support: {
      state: "expired",
      expiresAt: "2026-03-01T00:00:00.000Z",
      enforced: true,
    },
  });
  expect(items.find(({ installation }) => installation === "managed")).toMatchObject({
    managed: true,
    action: "stay",
    offeredNow: null,
    behind: null,
    support: { enforced: false },
  });
  expect(items.find(({ installation }) => installation === "current")).toMatchObject({ osVersion: null });
  const answer = await adoption(server, here.tokens.organization_read_only, `?organizationId=${acme}`);
  expect(answer).toMatchObject({
    total: 5,
    current: 3,
    conditions: [
      { code: "routed", installations: 1 },
      { code: "stranded", installations: 2 },
      { code: "expired", installations: 3 },
      { code: "runs_blocked", installations: 1 },
      { code: "managed", installations: 1 },
    ],
    byUpdater: [{ updater: null, installations: 6 }],
  });
  expect(answer.behind.reasons).toEqual(countCodes(items.flatMap(({ behind }) => behind ?? [])));
  const others = items.filter(({ managed }) => !managed);
  const conditions = others.flatMap((one) => one.conditions);
  expect(answer.conditions.slice(0, 4)).toEqual(expect.arrayContaining(countCodes(conditions)));
  const listed = await get(server, here.tokens.organization_read_only, "/v1/organizations");
  const offered = [
    { version: "45.1", installations: 1 },
    { version: "44.9", installations: 1 },
  ];
  const newer = { installations: 1, oldest: "45.2", newest: "45.2" };
  const counts = { total: 5, current: 3, managed: 1, offered, newer };
  expect(listed.items[0].installations).toEqual(counts);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^sluice_installations 5$/m);
  expect(metrics).toMatch(/^sluice_installations_current 3$/m);
  expect(metrics).toMatch(/^sluice_installations_behind\{reason="deferred"\} 0$/m);
  for (const { code, installations } of answer.conditions) {
    expect(metrics).toContain(`sluice_installations_by_condition{condition="${code}"} ${installations}\n`);
  }
});

function countCodes(codes: readonly string[]) {
  return [...new Set(codes)].map((code) => ({
    code,
    installations: codes.filter((other) => other === code).length,
  }));
}

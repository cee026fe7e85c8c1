import { beforeAll, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../../support/running-server.ts";
import { accepted, get } from "../caller.ts";
import { makeTenancy, type Tenancy } from "../tenancy.ts";
import { usePeopleServer } from "./people-server.ts";
import { PROOF, post } from "./second-factor.ts";
import { enter, enterAndSignIn } from "./sign-in.ts";

const server = usePeopleServer();
const PATH = "/v1/me/notices";
let tenancy: Tenancy;

beforeAll(async () => {
  tenancy = await makeTenancy(server());
});

async function renew(token: string, id: string) {
  accepted(await post(server(), token, "/v1/me/proof", PROOF));
  accepted(await post(server(), token, `/v1/administrators/${id}/one-time-password`));
}

test("a new password by another level is told to that level for two weeks, with the partner's name; by one's own, not", async () => {
  const { alpha, acme, tokens } = tenancy;
  const partner = await enterAndSignIn(server(), { role: "partner_full_admin", partnerId: alpha });
  const scope = { role: "organization_full_admin", organizationId: acme };
  const colleague = await enterAndSignIn(server(), scope);
  const person = await enterAndSignIn(server(), scope);
  server().setClock("2026-03-01T13:00:00Z");
  await renew(colleague.token, person.id);
  await renew(partner.token, person.id);
  const told = {
    code: "one_time_password_renewed",
    at: "2026-03-01T13:00:00.000Z",
    administrator: { id: person.id, displayName: "Olga" },
    level: "partner",
    by: { id: null, displayName: "Alpha", role: "partner_full_admin", kind: null },
  };
  const renewals = async (token: string) => {
    const { items } = await get(server(), token, PATH);
    return items.filter(({ code }: { code: string }) => code === "one_time_password_renewed");
  };
  for (const token of [colleague.token, tokens.organization_full_admin, tokens.organization_read_only]) {
    expect(await renewals(token)).toEqual([told]);
  }
  for (const token of [tokens.foreign_full_admin, partner.token, tokens.partner_help_desk, VENDOR_TOKEN]) {
    expect(await renewals(token)).toEqual([]);
  }
  const audit = await get(
    server(),
    colleague.token,
    `/v1/adminAudit/events?subjectId=${person.id}&subject=administrator`,
  );
  const [above, within] = audit.items;
  expect([above.action, above.fromAbove]).toEqual(["renew_one_time_password", "partner"]);
  expect([within.action, within.fromAbove]).toEqual(["renew_one_time_password", undefined]);
  server().setClock("2026-03-15T13:00:00Z");
  expect(await renewals(tokens.organization_full_admin)).toEqual([told]);
  server().setClock("2026-03-15T13:00:00.001Z");
  expect(await renewals(tokens.organization_full_admin)).toEqual([]);
});

test("a new administrator is told to the others of that level, and not to the new one", async () => {
  const { beta } = tenancy;
  server().setClock("2026-05-01T12:00:00Z");
  const scope = { role: "partner_full_admin", partnerId: beta };
  const first = await enterAndSignIn(server(), scope);
  const second = await enterAndSignIn(server(), scope);
  const told = (await get(server(), first.token, PATH)).items;
  expect(told).toEqual([
    {
      code: "administrator_added",
      at: "2026-05-01T12:00:00.000Z",
      administrator: { id: second.id, displayName: "Olga" },
      level: "vendor",
      by: { id: null, displayName: "Cisco", role: "vendor_admin", kind: null },
    },
  ]);
  await enter(server(), scope, first.token);
  expect((await get(server(), first.token, PATH)).items).toEqual(told);
});

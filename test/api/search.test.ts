import { expect, test } from "vitest";
import { searchUsers } from "../../src/store/tables/user-search.ts";
import { eachDatabase } from "../support/each-database.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { get, refusedCall } from "./caller.ts";
import { make, makeTenancy, type Tenancy } from "./tenancy.ts";

eachDatabase("a search", (store) => {
  const withTenancy = async (work: (here: Tenancy) => Promise<void>) => {
    const server = await startServer(store());
    const here = await makeTenancy(server);
    const add = (organization: string, displayName: string, email: string) =>
      make(server, `/v1/organizations/${organization}/users`, { displayName, email });
    await add(here.acme, "Zoé Martin", "zm@acme.example");
    await add(here.other, "Martina O'Hara", "martina@other.example");
    await add(here.foreign, "Martin Foreign", "martin@foreign.example");
    try {
      await work(here);
    } finally {
      await server.close();
    }
  };
  const search = (here: Tenancy, token: string, q: string) =>
    get(here.server, token, `/v1/search?q=${encodeURIComponent(q)}`);
  const users = async (here: Tenancy, token: string, q: string) =>
    (await search(here, token, q)).users.map((one: { displayName: string }) => one.displayName);

  test("finds what the caller may see, and nothing else", async () => {
    await withTenancy(async (here) => {
      const { tokens } = here;
      expect(await users(here, VENDOR_TOKEN, "martin")).toEqual([
        "Martin Foreign",
        "Martina O'Hara",
        "Zoé Martin",
      ]);
      expect(await users(here, tokens.partner_full_admin, "martin")).toEqual([
        "Martina O'Hara",
        "Zoé Martin",
      ]);
      expect(await users(here, tokens.partner_admin, "martin")).toEqual(["Zoé Martin"]);
      expect(await users(here, tokens.beta_full_admin, "martin")).toEqual(["Martin Foreign"]);
      expect(await users(here, tokens.organization_read_only, "martin")).toEqual(["Zoé Martin"]);
      expect((await search(here, tokens.partner_full_admin, "OTHE")).organizations).toEqual([
        { id: here.other, name: "Other" },
      ]);
      expect((await search(here, tokens.beta_full_admin, "other")).organizations).toEqual([]);
    });
  });

  test("goes by the beginnings of words, whatever their case and accents, in any order, and by the address", async () => {
    await withTenancy(async (here) => {
      for (const q of ["zoe", "ZOÉ MAR", "mart zo", "zm@acme.ex", "  zoé   "]) {
        expect(await users(here, VENDOR_TOKEN, q), q).toEqual(["Zoé Martin"]);
      }
      expect(await users(here, VENDOR_TOKEN, "o'hara")).toEqual(["Martina O'Hara"]);
      for (const q of ["artin", "zoe foreign", "!!", "' | 'zoe", "zoe:*", "\\'", "a\\", ":*"]) {
        expect(await users(here, VENDOR_TOKEN, q), q).toEqual([]);
      }
      const { users: found } = await search(here, VENDOR_TOKEN, "zoe");
      expect(found).toMatchObject([
        { email: "zm@acme.example", organizationId: here.acme, organizationName: "Acme" },
      ]);
    });
  });

  test("shows at most ten of each", async () => {
    await withTenancy(async (here) => {
      for (let made = 0; made < 12; made++) {
        await make(here.server, "/v1/organizations", { name: `Many ${made}`, partnerIds: [] });
        const user = { displayName: `Many ${made}`, email: "many@example.org" };
        await make(here.server, `/v1/organizations/${here.acme}/users`, user);
      }
      const found = await search(here, VENDOR_TOKEN, "many");
      expect([found.organizations.length, found.users.length]).toEqual([10, 10]);
    });
  });

  test("of nothing but space finds no user", async () => {
    expect(await searchUsers(store().database, {}, "  ", 10)).toEqual([]);
  });

  test("of less than two characters is refused", async () => {
    await withTenancy(async ({ server }) => {
      for (const query of ["", "?q=a", "?q=%20a%20"]) {
        const call = { method: "GET", path: `/v1/search${query}` };
        await refusedCall(server, VENDOR_TOKEN, call, 400, "invalid_field");
      }
    });
  });
});

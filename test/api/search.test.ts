import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { searchInstallations } from "../../src/store/tables/installations-by-id.ts";
import { searchUsers } from "../../src/store/tables/user-search.ts";
import { eachDatabase } from "../support/each-database.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { checkIn } from "./adoption/ground.ts";
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

  test("goes by the parts of an address, too: of the name in it, and the domain", async () => {
    await withTenancy(async (here) => {
      await make(here.server, `/v1/organizations/${here.acme}/users`, {
        displayName: "Somebody",
        email: "bo.van_dyck+test@Mail.Acme.example",
      });
      for (const q of [
        "dyck",
        "test",
        "BO.VAN",
        "bo.van_dyck+test@mail.acme.example",
        "mail.acme.ex",
        "@mail.acme",
        "some dyck",
      ]) {
        expect(await users(here, VENDOR_TOKEN, q), q).toEqual(["Somebody"]);
      }
      for (const q of ["yck", "acme.example/", "@@", "@ @", "dyck martin"]) {
        expect(await users(here, VENDOR_TOKEN, q), q).toEqual([]);
      }
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

  test("of many words asks the index for the eight longest, which find the same as a full name", async () => {
    await withTenancy(async (here) => {
      const displayName = "Ana Bea Cleo Dora Edda Fay Gwen Hanna Isolde";
      await make(here.server, `/v1/organizations/${here.acme}/users`, { displayName, email: "a@x.example" });
      expect(await users(here, VENDOR_TOKEN, displayName)).toEqual([displayName]);
      expect(await users(here, VENDOR_TOKEN, `${displayName} nobody`)).toEqual([]);
      const letters = displayName
        .toLowerCase()
        .split(" ")
        .map((word) => word[0]);
      expect(await users(here, VENDOR_TOKEN, [...letters, ...letters, "z"].join(" "))).toEqual([displayName]);
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

  describe("for installations", () => {
    const installations = async (here: Tenancy, token: string, q: string) =>
      (await search(here, token, q)).installations.map((one: { installation: string }) => one.installation);

    test("finds an id and what begins like it, in lower and upper case too, the whole one first", async () => {
      await withTenancy(async (here) => {
        const { server, acme: organization } = here;
        for (const installation of ["desk-1", "desk-10", "desk-2", "DESK-3", "a-desk"])
          await checkIn(server, { organization, installation });
        expect(await installations(here, VENDOR_TOKEN, "desk-1")).toEqual(["desk-1", "desk-10"]);
        expect(await installations(here, VENDOR_TOKEN, "desk-10")).toEqual(["desk-10"]);
        expect(await installations(here, VENDOR_TOKEN, " DESK ")).toEqual([
          ...["DESK-3", "desk-1", "desk-10", "desk-2"],
        ]);
        for (const q of ["esk", "desk-11", "desk_1", "%%", "desk%"]) {
          expect(await installations(here, VENDOR_TOKEN, q), q).toEqual([]);
        }
      });
    });

    test("shows what the caller may see, and nothing else: of the same id in two organizations the own one", async () => {
      await withTenancy(async (here) => {
        const { server, tokens, acme, other, foreign } = here;
        for (const organization of [acme, other, foreign])
          await checkIn(server, { organization, installation: "desktop-001" });
        const owners = async (token: string) =>
          (await search(here, token, "desktop-001")).installations.map(
            (one: { organizationName: string }) => one.organizationName,
          );
        expect((await owners(VENDOR_TOKEN)).sort()).toEqual(["Acme", "Foreign", "Other"]);
        expect((await owners(tokens.partner_full_admin)).sort()).toEqual(["Acme", "Other"]);
        expect((await owners(tokens.partner_help_desk)).sort()).toEqual(["Acme", "Other"]);
        expect(await owners(tokens.partner_admin)).toEqual(["Acme"]);
        expect(await owners(tokens.alpha_admin_elsewhere)).toEqual(["Other"]);
        expect(await owners(tokens.beta_full_admin)).toEqual(["Foreign"]);
        expect(await owners(tokens.organization_read_only)).toEqual(["Acme"]);
      });
    });

    test("says whose it is and what it runs; an id of outsiders is text, and no part of a query", async () => {
      await withTenancy(async (here) => {
        const { server, acme: organization, ann } = here;
        const hostile = [
          `<img src=x onerror="1">`,
          "x'; drop table users; --",
          "x\u202egnp.exe",
          "xx%",
          "xx_",
        ];
        await checkIn(server, { organization, installation: "of-ann", user: ann, version: "45.0" });
        for (const installation of hostile) await checkIn(server, { organization, installation });
        expect((await search(here, VENDOR_TOKEN, "of-ann")).installations).toEqual([
          {
            installation: "of-ann",
            organizationId: organization,
            organizationName: "Acme",
            user: { id: ann, displayName: "Ann" },
            platform: "win",
            arch: "x64",
            version: "45.0",
            lastAskedAt: expect.any(String),
          },
        ]);
        for (const installation of hostile) {
          expect(await installations(here, VENDOR_TOKEN, installation)).toEqual([installation]);
        }
        expect(await installations(here, VENDOR_TOKEN, "\u{10FFFF}\u{10FFFF}")).toEqual([]);
      });
    });

    test("of a partner with thousands of organizations looks at the first that begin like it, and at no more", async () => {
      await withTenancy(async (here) => {
        const { server, acme, foreign, alpha } = here;
        await checkIn(server, { organization: acme, installation: "big-1" });
        await checkIn(server, { organization: foreign, installation: "big-0" });
        const { database } = store();
        await sql`insert into organizations (id, name, name_key, created_at)
          select 'many-' || n, 'Many', 'many', now() from generate_series(1, 5001) n`.execute(database);
        await sql`insert into organization_partners (organization_id, partner_id)
          select 'many-' || n, ${alpha} from generate_series(1, 5001) n`.execute(database);
        const found = await searchInstallations(database, { partnerId: alpha }, "big", 10);
        expect(found.map(({ id }) => id)).toEqual(["big-1"]);
      });
    });

    test("one installation is read by its whole id", async () => {
      await withTenancy(async (here) => {
        const { server, acme: organization, foreign, tokens } = here;
        for (const installation of ["desk-1", "desk-10"])
          await checkIn(server, { organization, installation });
        const of = (id: string, q: string) =>
          get(server, tokens.partner_help_desk, `/v1/organizations/${id}/installations?installation=${q}`);
        expect((await of(organization, "desk-1")).items).toMatchObject([{ installation: "desk-1" }]);
        expect((await of(organization, "desk")).items).toEqual([]);
        const call = {
          method: "GET",
          path: `/v1/organizations/${foreign}/installations?installation=desk-1`,
        };
        await refusedCall(server, tokens.partner_help_desk, call, 404, "not_found");
      });
    });
  });
});

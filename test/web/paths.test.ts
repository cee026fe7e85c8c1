import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as paths from "../../src/web/paths.ts";
import { ROUTE_FILES, routedPaths } from "./support/routes.ts";

const { API, PAGES, customerPath, partnerPath, signInPath, userPath } = paths;
const page = join(import.meta.dirname, "..", "..", "src", "web");

describe("the addresses that the page writes", () => {
  test("are these pages", () => {
    expect(PAGES).toMatchInlineSnapshot(`
      {
        "account": "/account",
        "adoption": "/adoption",
        "audit": "/audit",
        "customer": "/customers/$organizationId",
        "customerConnect": "/customers/$organizationId/connect",
        "customerPeople": "/customers/$organizationId/people",
        "customerSettings": "/customers/$organizationId/settings",
        "customerUsers": "/customers/$organizationId/users",
        "customerWhy": "/customers/$organizationId/why",
        "customers": "/customers",
        "guide": "/guide",
        "home": "/",
        "installations": "/installations",
        "overview": "/overview",
        "partnerPeople": "/settings/$partnerId/people",
        "partnerSettings": "/settings/$partnerId",
        "people": "/people",
        "releases": "/releases",
        "settings": "/settings",
        "signIn": "/sign-in",
        "welcome": "/welcome",
      }
    `);
    expect([
      customerPath("7c1"),
      customerPath("7c1", "settings"),
      customerPath("7c1", "users"),
      customerPath("7c1", "why"),
      customerPath("a/b?c"),
      userPath("7c1", "9d2"),
      partnerPath("3f8"),
      partnerPath("3f8", "people"),
      signInPath(),
      signInPath({ next: "/customers?q=a&state=locked", ended: "yes" }),
    ]).toMatchInlineSnapshot(`
      [
        "/customers/7c1",
        "/customers/7c1/settings",
        "/customers/7c1/users",
        "/customers/7c1/why",
        "/customers/a%2Fb%3Fc",
        "/customers/7c1/users?user=9d2",
        "/settings/3f8",
        "/settings/3f8/people",
        "/sign-in",
        "/sign-in?next=%2Fcustomers%3Fq%3Da%26state%3Dlocked&ended=yes",
      ]
    `);
  });

  test("each have a route of the router, and no route is without one", () => {
    // Any other address is shown as not found.
    expect(routedPaths().filter((path) => path !== "/$")).toEqual(Object.values(PAGES).sort());
  });

  test("are these of the API", () => {
    expect([
      ...Object.values(API),
      paths.identityProviderPath("/customers?q=a&state=locked"),
      paths.buildDownloadPath("5e3"),
      paths.customerExportPath({}),
      paths.customerExportPath({ q: "a b", partnerId: undefined, state: "locked,own" }),
      paths.auditEventsPath({ from: "2026-11-01T00:00:00.000Z", max: "1000" }),
      paths.updateCheckExample("…"),
    ]).toMatchInlineSnapshot(`
      [
        "/v1/events",
        "/v1/uploads",
        "/v1/sessions/oidc/start?next=%2Fcustomers%3Fq%3Da%26state%3Dlocked",
        "/v1/builds/5e3/download",
        "/v1/exports/organizations",
        "/v1/exports/organizations?q=a+b&state=locked%2Cown",
        "/v1/adminAudit/events?from=2026-11-01T00%3A00%3A00.000Z&max=1000",
        "/v1/updates/check?organization=…&platform=win&arch=x64&version=46.9.0.1&installation=desktop-001",
      ]
    `);
  });

  /** The files that may write addresses. */
  const ADDRESSES: ReadonlySet<string> = new Set(["paths.ts", ...ROUTE_FILES]);

  test("are written in no other file, but for the paths of calls of the API, which its schema checks", () => {
    const first = Object.values(PAGES).flatMap((path) => path.split("/")[1] || []);
    const address = new RegExp(
      `(?<!getRouteApi\\(|api\\.\\w+\\(\\s*|Of<(?:"(?:GET|POST)", )?|Options<"GET", )["'\`]/(${["v1", ...first].join("|")})\\b`,
    );
    const written = readdirSync(page, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !ADDRESSES.has(name))
      .filter((name) => address.test(readFileSync(join(page, name), "utf8")));
    expect(written).toEqual([]);
  });
});

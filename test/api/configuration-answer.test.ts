import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Config } from "../../src/api/config.ts";
import { BUILT_PAGE, readBuiltPage } from "../../src/api/hub/built-page.ts";
import { startServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { get } from "./caller.ts";

const PROVIDER: Config["oidc"] = {
  issuer: "http://127.0.0.1:9",
  clientId: "sluice",
  clientSecret: "secret of tests",
  scope: "openid",
  claims: { role: "role", partner: "partner", organizations: "organizations" },
};

test.each([
  ["with an identity provider and support", PROVIDER, "mailto:help@example.org"],
  ["without either", null, null],
])(
  "a page learns before anybody signs in what it is for, how to sign in and who helps, %s",
  async (_how, oidc, supportUrl) => {
    const store = await borrowStore("embedded");
    const server = await startServer(store, { product: "Acme Talk", vendor: "Acme", supportUrl, oidc });
    const answer = await get(server, null, "/v1/configuration");
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const known = await get(server, VENDOR_TOKEN, "/v1/configuration");
    const ended = await get(server, "sls_of-a-session-that-ended", "/v1/configuration");
    expect([known.signedIn, ended.signedIn]).toEqual([true, false]);
    expect(answer).toEqual({
      product: "Acme Talk",
      vendor: "Acme",
      supportUrl,
      version,
      page: readBuiltPage(BUILT_PAGE)?.id ?? null,
      locales: ["en", "fr", "nl", "de", "es", "it", "pt", "ja", "ar"],
      signIn: { password: true, oidc: oidc !== null },
      signedIn: false,
    });
    await server.close();
    await store.close();
  },
);

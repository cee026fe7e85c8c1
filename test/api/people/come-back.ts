import { expect } from "vitest";
import type { TestServer } from "../../support/running-server.ts";
import type { Browser } from "./browser.ts";

/** Signs in at the provider; gives the address that it sends the browser back to, not yet opened. */
export async function comeBack(
  server: TestServer,
  browser: Browser,
  login: string,
  query = "",
): Promise<string> {
  const begun = await browser.open(`${server.url}/v1/sessions/oidc/start${query}`);
  expect(begun.status).toBe(303);
  const page = await browser.follow(begun, server.url);
  expect(page.url).toContain("/interaction/");
  const submitted = await browser.open(page.url, { prompt: "login", login, password: "any" });
  return (await browser.follow(submitted, server.url)).url;
}

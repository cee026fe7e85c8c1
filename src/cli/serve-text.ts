import type { Demo } from "../api/demo/demo.ts";

/** What a server says when it answers: where, and how to begin. */
export function readyText(url: string, database: string): string {
  return [`Sluice answers on ${url}`, `  database  ${database}`, `  live      ${url}/healthz`, ""].join("\n");
}

/** Three tokens to begin with, and a feed to point an updater at. */
export function demoText(url: string, demo: Demo): string {
  const width = Math.max(...demo.tokens.map(({ who }) => who.length));
  const [first] = demo.tokens;
  return [
    "",
    "The demo world is there. Three tokens to look around with:",
    ...demo.tokens.map(({ who, role, token }) => `  ${who.padEnd(width)}  ${token}  (${role})`),
    "",
    "Try:",
    `  curl -H "Authorization: Bearer ${first?.token ?? ""}" "${url}/v1/organizations?max=5"`,
    `  curl "${url}/v1/updates/check?organization=${demo.organizationId}&platform=win&arch=x64&version=45.6"`,
    `  an electron-updater app: feed URL ${url}/feeds/electron/${demo.organizationId}/`,
    "",
  ].join("\n");
}

/** How to get a first token, where nobody has one. */
export const NO_TOKEN_TEXT = [
  "",
  "Nobody can sign in yet: there is no token. Set SLUICE_VENDOR_TOKEN to a secret of at least 16 characters and start",
  "again; it stands for a vendor administrator, who makes tokens for everybody else with POST /v1/tokens.",
  "",
].join("\n");

import type { FirstLogin } from "../api/administrators/first-administrator.ts";
import type { Demo } from "../api/demo/demo.ts";
import type { ListenAddresses } from "../api/listen.ts";

/** What a server says when it answers: where, and how to begin. */
export function readyText({ url, metricsUrl }: ListenAddresses, database: string): string {
  return [
    `Sluice answers on ${url}`,
    `  page      ${url}/ (Partner Hub)`,
    `  database  ${database}`,
    `  live      ${url}/healthz`,
    `  metrics   ${metricsUrl ?? url}/metrics`,
    "",
  ].join("\n");
}

/** Three logins to begin with, a token for each, and a feed to point an updater at. */
export function demoText(url: string, { people, organizationId }: Demo): string {
  const width = Math.max(...people.map(({ who }) => who.length));
  const emailWidth = Math.max(...people.map(({ email }) => email.length));
  const [first] = people;
  return [
    "",
    "The demo world is there. Three logins to look around with (e-mail address, password):",
    ...people.map((one) => {
      return `  ${one.who.padEnd(width)}  ${one.email.padEnd(emailWidth)}  ${one.password}  (${one.role})`;
    }),
    "",
    "The same three as tokens, for scripts:",
    ...people.map(({ who, token }) => `  ${who.padEnd(width)}  ${token}`),
    "",
    "Try:",
    `  Partner Hub in a browser: ${url}/`,
    `  curl -H "Authorization: Bearer ${first?.token ?? ""}" "${url}/v1/organizations?max=5"`,
    `  curl "${url}/v1/updates/check?organization=${organizationId}&platform=win&arch=x64&version=45.6"`,
    `  an electron-updater app: feed URL ${url}/feeds/electron/${organizationId}/?version=45.6.0`,
    "",
  ].join("\n");
}

/** How the first person signs in; printed once, because the password is stored nowhere. */
export function firstLoginText(url: string, { email, oneTimePassword }: FirstLogin): string {
  return [
    "",
    "Nobody could sign in yet, so there is a vendor administrator now. This password is shown only here. It is good",
    "for one sign-in, at which you choose your own, and ends after SLUICE_ONE_TIME_PASSWORD_HOURS (72 unless set):",
    `  e-mail address  ${email}`,
    `  password        ${oneTimePassword}`,
    "",
    `Sign in at ${url}/ or on the command line; both ask for a password of your own:`,
    `  SLUICE_URL=${url} sluice login --email ${email}`,
    "",
  ].join("\n");
}

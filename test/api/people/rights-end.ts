import { listEntries } from "../../../src/store/ledger/list-entries.ts";
import type { TestServer } from "../../support/running-server.ts";
import { type Answered, accepted, send } from "../caller.ts";
import { make } from "../tenancy.ts";
import { enter, enterAndSignIn, PASSWORD, signIn } from "./sign-in.ts";

/** A partner, its customer that another partner serves, too, and a person of the partner who is signed in. */
export interface Shared {
  readonly server: TestServer;
  readonly leaving: string;
  readonly staying: string;
  readonly customer: string;
  readonly person: { readonly id: string; readonly token: string };
}

export async function makeShared(server: TestServer): Promise<Shared> {
  const leaving = await make(server, "/v1/partners", { name: "Leaving" });
  const staying = await make(server, "/v1/partners", { name: "Staying" });
  const body = { name: "Shared", partnerIds: [leaving, staying] };
  const customer = await make(server, "/v1/organizations", body);
  const person = await enterAndSignIn(server, { role: "partner_full_admin", partnerId: leaving });
  return { server, leaving, staying, customer, person };
}

interface Given {
  readonly token: { readonly id: string; readonly secret: string };
  readonly link: { readonly id: string; readonly url: string };
  /** An administrator who has not signed in yet. */
  readonly newcomer: { readonly id: string; readonly email: string; readonly oneTimePassword: string };
  /** An administrator with a password of their own. */
  readonly settled: { readonly id: string; readonly email: string };
}

/** Makes, as a person of a partner, everything that lets others in at a customer. */
export async function giveEverything({ server, customer }: Shared, by: string): Promise<Given> {
  const post = (path: string, body: object = {}) => send(server, by, { method: "POST", path, body });
  const scope = { role: "organization_full_admin", organizationId: customer };
  const token = accepted(await post("/v1/tokens", { name: "Nightly", ...scope }));
  const link = accepted(
    await send(server, by, { method: "POST", path: `/v1/organizations/${customer}/forecast-links` }),
  );
  const newcomer = await enter(server, scope, by);
  const settled = await enterAndSignIn(server, scope, by);
  return { token: { id: token.id, secret: token.token }, link, newcomer, settled };
}

/** Which of these still let somebody in. */
export async function stillGood({ server }: Shared, { token, link, newcomer, settled }: Given) {
  const calendar = link.url.replace(/^http:\/\/[^/]+/, "");
  const answers: Record<string, Answered> = {
    token: await send(server, token.secret, { method: "GET", path: "/v1/me" }),
    link: await send(server, null, { method: "GET", path: calendar }),
    newcomer: await signIn(server, newcomer.email, newcomer.oneTimePassword),
    settled: await signIn(server, settled.email, PASSWORD),
  };
  return Object.keys(answers).filter((name) => (answers[name]?.status ?? 500) < 300);
}

/** What the last change recorded, in the order of the ledger. */
export async function lastChange({ context }: TestServer) {
  const entries = await listEntries(context.store.database, { max: 50 });
  return entries.filter(({ change }) => change === entries[0]?.change).reverse();
}
